// The pages and who may see them. The server decides again on every call; this only spares a useless page.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { asLanguage, setLanguage } from './language'
import { hasRole, loadSession, session } from './model/session'

const agents = ['ROLE_AGENT', 'ROLE_SUPERVISOR']
const operators = ['ROLE_ENGINEER', 'ROLE_SUPERVISOR']

const routes: RouteRecordRaw[] = [
  { path: '/', component: () => import('./pages/NoSuchPage.vue') },
  { path: '/sign-in', component: () => import('./pages/SignInPage.vue'), meta: { open: true } },
  { path: '/tickets', component: () => import('./pages/TicketListPage.vue'), meta: { roles: agents } },
  { path: '/ticket', component: () => import('./pages/TicketPage.vue'), meta: { roles: agents } },
  { path: '/questions', component: () => import('./pages/QuestionsPage.vue'), meta: { roles: agents } },
  { path: '/statistics', component: () => import('./pages/StatisticsPage.vue'), meta: { roles: ['ROLE_SUPERVISOR'] } },
  { path: '/provinces', component: () => import('./pages/ProvincesPage.vue'), meta: { roles: operators } },
  { path: '/rejections', component: () => import('./pages/RejectionsPage.vue'), meta: { roles: operators } },
  { path: '/preview', component: () => import('./pages/PreviewPage.vue'), meta: { roles: ['ROLE_ENGINEER'] } },
  { path: '/accounts', component: () => import('./pages/AccountsPage.vue'), meta: { roles: ['ROLE_SECURITY_ADMINISTRATOR'] } },
  { path: '/audit', component: () => import('./pages/AuditPage.vue'), meta: { roles: ['ROLE_AUDITOR'] } },
  { path: '/profile', component: () => import('./pages/ProfilePage.vue') },
  { path: '/:rest(.*)*', component: () => import('./pages/NoSuchPage.vue') },
]

export function maySee(path: string): boolean {
  const allowed = routes.find((route) => route.path === path)?.meta?.roles as string[] | undefined
  return !allowed || hasRole(...allowed)
}

function firstPage(): string {
  const pages = ['/tickets', '/provinces', '/accounts', '/audit']
  return pages.find(maySee) ?? '/profile'
}

export const router = createRouter({ history: createWebHistory(), routes })

router.beforeEach(async (to, from) => {
  const asked = asLanguage(to.query.language)
  if (asked) setLanguage(asked)
  // An address with a language keeps it from page to page.
  else if (asLanguage(from.query.language)) return { ...to, query: { ...to.query, language: from.query.language } }
  await loadSession()
  if (to.meta.open) return true
  if (!session.value) return { path: '/sign-in', query: { ...languageOf(to.query), next: to.fullPath } }
  if (session.value.account.mustChangePassword && to.path !== '/profile') return { path: '/profile', query: languageOf(to.query) }
  // Which page comes first depends on who is signed in.
  if (to.path === '/') return { path: firstPage(), query: languageOf(to.query) }
  return true
})

function languageOf(query: Record<string, unknown>): Record<string, string> {
  const asked = asLanguage(query.language)
  return asked ? { language: asked } : {}
}
