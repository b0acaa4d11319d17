// What happens while the console is open, by server-sent events. One connection for the whole console; the browser
// connects again by itself, and the listeners hear `missed` then, for what came in between is not told again.
import { ref } from 'vue'
import type { Change } from './types'

type Listener = (change: Change | 'missed') => void

const listeners = new Set<Listener>()
let source: EventSource | undefined
let wasLost = false

export const connected = ref(false)

export function openChanges() {
  if (source) return
  source = new EventSource('/api/v1/changes')
  source.onopen = () => {
    connected.value = true
    if (wasLost) tell('missed')
    wasLost = false
  }
  source.onerror = () => {
    connected.value = false
    wasLost = true
    // After an answer that is no stream the browser gives up for good.
    if (source?.readyState === EventSource.CLOSED) {
      closeChanges()
      window.setTimeout(openChanges, retryMilliseconds)
    }
  }
  source.onmessage = (message: MessageEvent<string>) => tell(JSON.parse(message.data) as Change)
}

export function closeChanges() {
  source?.close()
  source = undefined
  connected.value = false
}

export function onChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const retryMilliseconds = 5000

function tell(change: Change | 'missed') {
  for (const listener of listeners) listener(change)
}
