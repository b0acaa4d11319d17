// Chinese or English. The address parameter `language` (zh|en) decides, else the last choice, else the browser.
import { computed, ref } from 'vue'
import { actionWords, codeWords, eventWords, type Words } from './words'

export type Language = 'zh' | 'en'

const storageKey = 'language'

export function asLanguage(value: unknown): Language | undefined {
  return value === 'zh' || value === 'en' ? value : undefined
}

function atStart(): Language {
  const asked = asLanguage(new URLSearchParams(window.location.search).get('language'))
  return asked ?? asLanguage(window.localStorage.getItem(storageKey)) ?? (navigator.language.startsWith('en') ? 'en' : 'zh')
}

const chosen = ref<Language>(atStart())
export const language = computed(() => chosen.value)

export function setLanguage(value: Language) {
  chosen.value = value
  window.localStorage.setItem(storageKey, value)
  document.documentElement.lang = value === 'zh' ? 'zh-CN' : 'en'
}
document.documentElement.lang = chosen.value === 'zh' ? 'zh-CN' : 'en'

export function pick(words: Words): string {
  return chosen.value === 'zh' ? words[0] : words[1]
}

// A code in words; a code that we have no words for is shown as it is rather than hidden.
export function code(name: string | undefined): string {
  if (!name || name.endsWith('_UNSPECIFIED')) return '—'
  const words = codeWords[name]
  return words ? pick(words) : name
}

export function eventName(kind: string | undefined): string {
  const words = kind ? (eventWords[camel(kind)] ?? undefined) : undefined
  return words ? pick(words) : (kind ?? '—')
}

export function actionName(kind: string): string {
  const words = actionWords[camel(kind)]
  return words ? pick(words) : kind
}

// The inbox names kinds as the proto does (return_requested), its JSON as JSON does (returnRequested).
export function camel(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
