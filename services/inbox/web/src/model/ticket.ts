// One ticket's page: loaded, kept true by the change stream, and acted on.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { onChange } from '../api/changes'
import { call, CallError, newRequestId } from '../api/client'
import type { ActAnswer, TicketDetail } from '../api/types'
import { actionName, code } from '../language'
import { t } from '../language/texts'
import { problemText } from './problem'

export interface Verdict { tone: 'good' | 'bad' | 'wait'; text: string; more?: string }

export function useTicket(id: Ref<string>) {
  const detail = ref<TicketDetail>()
  const problem = ref('')
  const verdict = ref<Verdict>()
  const busy = ref(false)
  // A wish keeps its request id until it has an answer, so that sending it again has no second effect.
  const open = new Map<string, string>()
  // Waits for the verdict of this action, which the server did not have in time.
  let waiting: { eventId: string; action: string } | undefined

  async function load(background = false) {
    const wanted = id.value
    try {
      const answer = await call<{ ticket: TicketDetail }>('GetTicket', { id: wanted }, { background })
      if (wanted !== id.value) return
      detail.value = answer.ticket
      problem.value = ''
      settle()
    } catch (error) {
      if (!background) problem.value = problemText(error)
    }
  }

  function settle() {
    if (!waiting) return
    const { eventId, action } = waiting
    if (!detail.value?.timeline?.some((entry) => entry.event?.id === eventId)) return
    verdict.value = { tone: 'good', text: t('accepted', { action }) }
    waiting = undefined
  }

  // True when the dialog can be closed.
  async function act(kind: string, body: object): Promise<boolean> {
    const action = actionName(kind)
    const wish = JSON.stringify([kind, body])
    const requestId = open.get(wish) ?? newRequestId()
    open.set(wish, requestId)
    busy.value = true
    try {
      const answer = await call<ActAnswer>('Act', {
        ticketId: id.value, requestId, seenSequence: detail.value?.summary.sequence ?? '0', [kind]: body,
      })
      open.delete(wish)
      take(action, answer)
    } catch (error) {
      if (!(error instanceof CallError)) throw error
      if (error.code !== 'UNAVAILABLE') open.delete(wish)
      verdict.value = error.code === 'ABORTED'
        ? { tone: 'wait', text: t('collision'), more: error.detail }
        : { tone: 'bad', text: t('failed', { what: problemText(error) }) }
      // What was written stays in the dialog while it can still be sent.
      if (error.code === 'UNAVAILABLE' || error.code === 'INVALID_ARGUMENT') return false
    } finally {
      busy.value = false
    }
    await load(true)
    return true
  }

  function take(action: string, answer: ActAnswer) {
    waiting = undefined
    if (answer.verdict === 'VERDICT_REFUSED') {
      const { reason, path, explanation } = answer.refusal ?? {}
      const more = [explanation, path ? t('refusalAt', { path }) : ''].filter(Boolean).join(' · ')
      verdict.value = { tone: 'bad', text: t('refusedVerdict', { action, reason: code(reason) }), more }
    } else if (answer.verdict === 'VERDICT_PENDING') {
      waiting = { eventId: answer.eventId ?? '', action }
      verdict.value = { tone: 'wait', text: t('pending', { action }) }
    } else {
      verdict.value = { tone: 'good', text: t('accepted', { action }) }
    }
  }

  onScopeDispose(onChange((change) => {
    if (change === 'missed' || change.ticket?.id === id.value) void load(true)
  }))
  watch(id, () => {
    detail.value = undefined
    verdict.value = undefined
    void load()
  }, { immediate: true })
  return { detail, problem, verdict, busy, load, act }
}
