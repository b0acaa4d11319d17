// Times and how far away they are, in the reader's language. Shown in Asia/Shanghai, where the hotlines work.
import { onScopeDispose, readonly, ref } from 'vue'
import { language } from '../language'
import { t } from '../language/texts'

const zone = 'Asia/Shanghai'
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

export function shortTime(time: string | undefined): string {
  if (!time) return '—'
  return new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone, month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hour12: false,
  }).format(new Date(time))
}

export function fullTime(time: string | undefined): string {
  if (!time) return '—'
  return new Intl.DateTimeFormat(language.value === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone, dateStyle: 'medium', timeStyle: 'medium', hour12: false,
  }).format(new Date(time))
}

// The largest unit only up to a day, two units beyond an hour: "3 h", "1 d 4 h".
export function span(milliseconds: number): string {
  const all = Math.max(0, Math.round(milliseconds))
  if (all < minute) return t('seconds', { n: Math.round(all / 1000) })
  if (all < hour) return t('minutes', { n: Math.floor(all / minute) })
  if (all < day) return t('hours', { n: Math.floor(all / hour) })
  const days = Math.floor(all / day)
  const hours = Math.floor((all % day) / hour)
  return days < 3 && hours > 0 ? `${t('days', { n: days })} ${t('hours', { n: hours })}` : t('days', { n: days })
}

export function spanOfSeconds(seconds: string | number | undefined): string {
  const value = Number(seconds ?? 0)
  return value === 0 ? '—' : span(value * 1000)
}

// The present, renewed twice a minute, so that deadlines on an open page stay true.
export function useNow() {
  const now = ref(Date.now())
  const timer = window.setInterval(() => (now.value = Date.now()), 30_000)
  onScopeDispose(() => window.clearInterval(timer))
  return readonly(now)
}
