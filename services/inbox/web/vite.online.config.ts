import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// 12367 Online: a bundle of its own, which holds nothing of the console.
export default defineConfig({
  plugins: [vue()],
  root: 'src/online',
  base: '/online/',
  build: { outDir: '../../dist/online', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
