// The lines of the work list: loaded by filter, page by page, and kept true by the change stream.
import { onScopeDispose, ref, watch, type Ref } from 'vue'
import { onChange } from '../api/changes'
import { call } from '../api/client'
import type { TicketCounts, TicketFilter, TicketPage, TicketSummary } from '../api/types'
import { showProblem } from './problem'

const settleMilliseconds = 250
const pageSize = 50
const maxLines = 200

export function useTicketList(filter: Ref<TicketFilter>, order: Ref<string>) {
  const tickets = ref<TicketSummary[]>([])
  const counts = ref<TicketCounts>({})
  const ours = ref(0)
  const next = ref('')
  const loading = ref(false)
  // Ids that came or changed while the list was open.
  const fresh = ref(new Set<string>())
  let asked = 0
  let timer: number | undefined

  // The counts stand beside the choices of deadline and of whose turn it is, so these two do not narrow them.
  function rest(): TicketFilter {
    return { ...filter.value, deadlines: [], oursToAct: false }
  }

  async function load(background = false) {
    const mine = ++asked
    loading.value = !background
    try {
      const size = background ? Math.min(maxLines, Math.max(pageSize, tickets.value.length)) : pageSize
      const [page, sums, toAct] = await Promise.all([
        call<TicketPage>('ListTickets', { filter: filter.value, order: order.value, pageSize: size }, { background }),
        call<TicketCounts>('CountTickets', { filter: rest() }, { background }),
        call<TicketCounts>('CountTickets', { filter: { ...rest(), oursToAct: true } }, { background }),
      ])
      // A later question overtook this one.
      if (mine !== asked) return
      tickets.value = page.tickets ?? []
      next.value = page.nextPageToken ?? ''
      counts.value = sums
      ours.value = Number(toAct.total ?? 0)
    } catch (error) {
      if (!background) showProblem(error)
    } finally {
      if (mine === asked) loading.value = false
    }
  }

  async function more() {
    try {
      const page = await call<TicketPage>('ListTickets', {
        filter: filter.value, order: order.value, pageSize, pageToken: next.value,
      })
      const known = new Set(tickets.value.map((ticket) => ticket.id))
      tickets.value.push(...(page.tickets ?? []).filter((ticket) => !known.has(ticket.id)))
      next.value = page.nextPageToken ?? ''
    } catch (error) {
      showProblem(error)
    }
  }

  const stop = onChange((change) => {
    if (change !== 'missed') {
      if (!change.ticket) return
      fresh.value.add(change.ticket.id)
    }
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void load(true), settleMilliseconds)
  })
  onScopeDispose(() => {
    stop()
    window.clearTimeout(timer)
  })
  watch([filter, order], () => void load(), { immediate: true })
  return { tickets, counts, ours, next, loading, fresh, load, more }
}
