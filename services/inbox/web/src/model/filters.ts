// The filter of the work list lives in the address: a list can be sent to a colleague, and "back" goes back.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { TicketFilter } from '../api/types'
import { session } from './session'

export type SearchBy = 'text' | 'number' | 'callerNumber'

export interface ListAddress {
  by: SearchBy; words: string; states: string[]; provinces: string[]; deadlines: string[]; units: string[]; categories: string[]
  holder: string; assignee: string; ours: boolean; order: string
}

const lists = ['states', 'provinces', 'deadlines', 'units', 'categories'] as const

export function useListAddress() {
  const route = useRoute()
  const router = useRouter()

  const address = computed<ListAddress>(() => {
    const text = (name: string) => String(route.query[name] ?? '')
    const many = (name: string) => text(name).split(',').filter((item) => item !== '')
    return {
      by: (['number', 'callerNumber'] as const).find((by) => by === text('by')) ?? 'text',
      words: text('words'), states: many('states'), provinces: many('provinces'), deadlines: many('deadlines'),
      units: many('units'), categories: many('categories'), holder: text('holder'), assignee: text('assignee'),
      ours: text('ours') === 'yes', order: text('order') || 'TICKET_ORDER_DUE',
    }
  })

  function change(part: Partial<ListAddress>) {
    const next = { ...address.value, ...part }
    const query: Record<string, string> = {}
    if (route.query.language) query.language = String(route.query.language)
    // A caller's number is personal: it is searched for, but never stands in an address.
    if (next.words && next.by !== 'callerNumber') query.words = next.words
    if (next.by !== 'text') query.by = next.by
    for (const name of lists) if (next[name].length > 0) query[name] = next[name].join(',')
    if (next.holder) query.holder = next.holder
    if (next.assignee) query.assignee = next.assignee
    if (next.ours) query.ours = 'yes'
    if (next.order !== 'TICKET_ORDER_DUE') query.order = next.order
    void router.replace({ path: route.path, query })
  }

  return { address, change }
}

export function filterOf(address: ListAddress, callerNumber: string): TicketFilter {
  const filter: TicketFilter = {}
  if (address.by === 'callerNumber' && callerNumber) filter.callerNumber = callerNumber
  if (address.by === 'number' && address.words) filter.number = address.words
  if (address.by === 'text' && [...address.words].length >= 2) filter.text = address.words
  for (const name of lists) if (address[name].length > 0) filter[name] = address[name]
  if (address.holder) filter.holder = address.holder
  if (address.assignee) filter.assignee = address.assignee === 'me' ? (session.value?.account.name ?? '') : address.assignee
  if (address.ours) filter.oursToAct = true
  return filter
}
