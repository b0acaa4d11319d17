// What each action asks for. The names are those of the fields in ActRequest and in the event that it makes.
import type { TextKey } from '../language/texts'
import type { TicketDetail } from '../api/types'
import { session } from './session'

export type FieldKind = 'text' | 'code' | 'province' | 'colleague' | 'unit' | 'urge' | 'amount' | 'ticket' | 'flag' | 'maybe'

export interface Field {
  name: string
  label: TextKey
  kind: FieldKind
  required?: boolean
  // Characters that a text may have.
  max?: number
  codes?: string[]
}

export type Values = Record<string, string | number | boolean | undefined>

const longText = 4000
const note: Field = { name: 'note', label: 'fieldNote', kind: 'text', max: longText }
const reason: Field = { name: 'reason', label: 'fieldReason', kind: 'text', required: true, max: longText }
const decision: Field[] = [
  { name: 'decision', label: 'fieldDecision', kind: 'code', required: true, codes: ['DECISION_APPROVED', 'DECISION_REJECTED'] }, note,
]
const amount: Field[] = [
  { name: 'value', label: 'fieldAmount', kind: 'amount', required: true },
  { name: 'unit', label: 'fieldUnit', kind: 'code', required: true, codes: ['UNIT_WORKING_DAY', 'UNIT_DAY', 'UNIT_HOUR'] },
]

export const fieldsOf: Record<string, Field[]> = {
  transferred: [{ name: 'to', label: 'fieldProvince', kind: 'province', required: true }, { ...note, required: true }],
  notTaken: [reason],
  signed: [],
  returnRequested: [
    {
      name: 'reason', label: 'fieldReturnReason', kind: 'code', required: true,
      codes: ['WRONG_REGION', 'UNCLEAR_OWNERSHIP', 'OUTSIDE_DUTIES', 'INSUFFICIENT_DETAIL', 'ALREADY_HANDLED', 'OTHER'].map((one) => `RETURN_REASON_${one}`),
    },
    { ...note, required: true },
  ],
  returnDecided: decision,
  reassigned: [{ name: 'staffId', label: 'fieldColleague', kind: 'colleague' }, { name: 'unitCode', label: 'fieldSubCentre', kind: 'unit' }, note],
  progressReported: [{ name: 'text', label: 'fieldText', kind: 'text', required: true, max: longText }],
  supplemented: [{ name: 'text', label: 'fieldText', kind: 'text', required: true, max: longText }],
  urged: [reason, { name: 'again', label: 'fieldAgain', kind: 'flag' }],
  urgeSigned: [{ name: 'urgeId', label: 'fieldUrge', kind: 'urge', required: true }],
  extensionRequested: [...amount, reason],
  extensionDecided: decision,
  suspended: [reason],
  resumed: [note],
  resolutionSubmitted: [
    { name: 'outcome', label: 'fieldOutcome', kind: 'code', required: true, codes: ['SOLVED', 'PARTLY_SOLVED', 'UNSOLVED', 'EXPLAINED', 'NOT_ACCEPTED'].map((one) => `OUTCOME_${one}`) },
    { name: 'text', label: 'fieldText', kind: 'text', required: true, max: longText },
  ],
  resolutionDecided: decision,
  callbackRecorded: [
    { name: 'reached', label: 'fieldReached', kind: 'flag' },
    { name: 'solved', label: 'fieldSolved', kind: 'maybe' },
    {
      name: 'satisfaction', label: 'fieldSatisfaction', kind: 'code',
      codes: ['VERY_SATISFIED', 'SATISFIED', 'BASICALLY', 'DISSATISFIED', 'VERY_DISSATISFIED', 'NOT_RATED'].map((one) => `SATISFACTION_${one}`),
    },
    { name: 'opinion', label: 'fieldOpinion', kind: 'text', max: longText },
  ],
  reopened: [reason],
  withdrawn: [reason],
  merged: [{ name: 'into', label: 'fieldMergeInto', kind: 'ticket', required: true }, reason],
  escalated: [
    { name: 'cause', label: 'fieldCause', kind: 'code', required: true, codes: ['SUPERVISION', 'OVERDUE', 'HOP_CAP', 'CALLER_INSISTS'].map((one) => `CAUSE_${one}`) },
    note,
  ],
}

// The body of the event, from what was filled in.
export function bodyOf(kind: string, values: Values, detail: TicketDetail): object {
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== ''))
  if (kind === 'reassigned') {
    const { note: why, ...to } = filled
    return { to, ...(why ? { note: why } : {}) }
  }
  if (kind === 'extensionRequested') {
    const { value, unit, reason: why } = filled
    const start = detail.ticket?.limit?.start
    return { by: { value, unit, ...(start ? { start } : {}) }, reason: why }
  }
  if (kind === 'callbackRecorded' && filled.solved !== undefined) return { ...filled, solved: filled.solved === 'yes' }
  // The matter goes along unchanged: the server takes it from the ticket.
  return filled
}

export function claimBody(): object {
  return { to: { staffId: session.value?.account.name ?? '' } }
}
