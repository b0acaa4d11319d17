// How the due time of a ticket stands, as colour and in words. The server says it at the moment of its answer; a page
// that stays open moves on by the same rule.
import { t } from '../language/texts'
import type { TicketSummary } from '../api/types'
import { span } from './time'

const day = 24 * 3600 * 1000

export type Deadline = 'none' | 'far' | 'near' | 'overdue' | 'stopped'

export function deadlineOf(ticket: TicketSummary, now: number): Deadline {
  if (ticket.deadline === 'DEADLINE_STOPPED') return 'stopped'
  const due = ticket.limit?.dueAt
  if (!due || !ticket.deadline || ticket.deadline === 'DEADLINE_NONE') return 'none'
  const left = new Date(due).getTime() - now
  if (left < 0) return 'overdue'
  return left <= day ? 'near' : 'far'
}

export function deadlineWords(ticket: TicketSummary, now: number): string {
  const kind = deadlineOf(ticket, now)
  if (kind === 'none') return t('noDue')
  if (kind === 'stopped') return t('clockStopped')
  const left = new Date(ticket.limit?.dueAt ?? now).getTime() - now
  return left < 0 ? t('overdueBy', { time: span(-left) }) : t('dueIn', { time: span(left) })
}
