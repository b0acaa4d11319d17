import { defineConfig } from '@playwright/test'

// Debian's Chromium, which a container's root may only start without its sandbox.
export default defineConfig({
  testDir: '.',
  // Pictures are made on demand and are no test.
  testMatch: process.env.CONSOLE_SCREENSHOTS === undefined ? '*.spec.ts' : 'screenshots.ts',
  timeout: 30_000,
  workers: 2,
  fullyParallel: true,
  forbidOnly: true,
  reporter: 'line',
  outputDir: process.env.CONSOLE_TEST_OUTPUT ?? 'test-results',
  use: {
    locale: 'zh-CN',
    // axe must not measure the colours of something that is fading.
    contextOptions: { reducedMotion: 'reduce' },
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
