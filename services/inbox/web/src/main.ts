import { createApp } from 'vue'
import 'element-plus/dist/index.css'
import './theme.css'
import App from './App.vue'
import { whenSignedOut } from './api/client'
import { takeSession } from './model/session'
import { router } from './router'

whenSignedOut(() => {
  takeSession(undefined)
  void router.push({ path: '/sign-in', query: { next: router.currentRoute.value.fullPath } })
})

createApp(App).use(router).mount('#app')
