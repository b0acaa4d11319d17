import { createApp } from 'vue'
import './online.css'
import OnlinePage from './OnlinePage.vue'

createApp(OnlinePage).mount('#app')
