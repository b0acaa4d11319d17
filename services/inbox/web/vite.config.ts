import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

// The console. No file is inlined, for the Content-Security-Policy takes nothing but files of the service's own origin.
export default defineConfig({
  plugins: [vue()],
  build: { outDir: 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:8367' } },
})
