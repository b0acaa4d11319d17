// A stand-in of the inbox and a page on it, for one test. The test fails when the page broke the Content-Security-Policy or threw.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test as base, type Page } from '@playwright/test'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export interface Console {
  page: Page
  address: string
  signIn(): Promise<void>
  // Asks the stand-in for something that the other side would do.
  let(what: 'arrive'): Promise<void>
  // No fault of WCAG 2.1 A and AA.
  expectAccessible(): Promise<void>
}

export const test = base.extend<{ desk: Console }>({
  desk: async ({ page }, use) => {
    const server = spawn(process.execPath, [fileURLToPath(new URL('stand_in.mjs', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const address = await new Promise<string>((tell) =>
      server.stdout.once('data', (line: Buffer) => tell(line.toString().trim())),
    )
    const faults: string[] = []
    page.on('pageerror', (error) => faults.push(error.message))
    page.on('console', (message) => {
      if (/Content.Security.Policy|Refused to/i.test(message.text())) faults.push(message.text())
    })
    page.on('dialog', (dialog) => faults.push(`a dialog of the browser: ${dialog.message()}`))
    await use({
      page,
      address,
      async signIn() {
        await page.goto(`${address}/?language=zh`)
        await page.getByLabel('账号').fill('li.na')
        await page.getByLabel('密码').fill('pw')
        await page.keyboard.press('Enter')
        await expect(page.locator('[data-ticket]').first()).toBeVisible()
      },
      async let(what) {
        await fetch(`${address}/${what}`)
      },
      async expectAccessible() {
        const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']).analyze()
        expect(found.violations.map((fault) => `${fault.id}: ${fault.nodes[0]?.html}`)).toEqual([])
      },
    })
    server.kill()
    expect(faults).toEqual([])
  },
})

export { expect }
