// Who is signed in, and the names of what they may see.
import { computed, reactive } from 'vue'
import { call, CallError } from '../api/client'
import { closeChanges, openChanges } from '../api/changes'
import type { Session } from '../api/types'
import { language } from '../language'
import { t } from '../language/texts'

const state = reactive<{ session?: Session; asked: boolean }>({ asked: false })

export const session = computed(() => state.session)
export const roles = computed(() => state.session?.account.roles ?? [])

export function hasRole(...wanted: string[]): boolean {
  return roles.value.some((role) => wanted.includes(role))
}

export function takeSession(value: Session | undefined) {
  state.session = value
  state.asked = true
  if (value && !value.account.mustChangePassword) openChanges()
  else closeChanges()
}

// Asks the server once whether the browser still has a session.
export async function loadSession() {
  if (state.asked) return
  try {
    takeSession(await call<Session>('GetSession'))
  } catch (error) {
    if (!(error instanceof CallError) || error.code !== 'UNAUTHENTICATED') throw error
    takeSession(undefined)
  }
}

export async function signOut() {
  await call('SignOut').catch(() => undefined)
  takeSession(undefined)
}

export function platformName(id: string | undefined): string {
  if (!id) return '—'
  if (id === 'interline') return t('broker')
  const found = state.session?.platforms?.find((platform) => platform.id === id)
  const name = language.value === 'zh' ? found?.nameZh : found?.nameEn
  return name ? name : id
}
