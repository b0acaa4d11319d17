// The messages of protos/interline/inbox/v1 as protobuf's JSON gives them: fields with their default value are left out,
// 64-bit numbers are text, enums are names, times are RFC 3339.
export type Time = string
export type Count = string | number

export interface PlatformName { id: string; nameZh?: string; nameEn?: string }
export interface UnitName { code: string; name?: string }
export interface Account {
  name: string; displayName?: string; staffId?: string; roles?: string[]; units?: string[]; disabled?: boolean
  totp?: boolean; mustChangePassword?: boolean; lockedUntil?: Time; lastSignedInAt?: Time; createdAt?: Time
}
export interface Session {
  account: Account; idleSeconds?: number; endsAt?: Time; platform?: string; platforms?: PlatformName[]; units?: UnitName[]
}
export interface SignInAnswer { totpRequired?: boolean; who?: Session }

export interface TimeLimit {
  value?: number; unit?: string; start?: string; counting?: string; dueAt?: Time; computedBy?: string; provisional?: boolean
}
export interface TicketNumber { platform?: string; number?: string }
export interface TicketSummary {
  id: string; numbers?: TicketNumber[]; origin?: string; holder?: string; offeredTo?: string; state?: string; title?: string
  category?: string; demandType?: string; urgency?: string; language?: string; regionCode?: string; province?: string
  unitCode?: string; unitName?: string; assignee?: string; assigneeName?: string; limit?: TimeLimit; deadline?: string
  urges?: number; returns?: number; confidential?: boolean; oursToAct?: boolean; createdAt?: Time; changedAt?: Time
  sequence?: Count
}
export interface Refusal { reason?: string; path?: string; explanation?: string }
export interface Actor { unitCode?: string; unitName?: string; staffId?: string; staffName?: string; phone?: string }
export interface Attachment { id?: string; fileName?: string; mediaType?: string; sizeBytes?: Count; url?: string }
export interface Caller {
  name?: string; sex?: string; callingNumber?: string; contactNumber?: string; documentType?: string
  documentNumber?: string; nationality?: string
}
export interface Matter {
  title?: string; content?: string; category?: string; demandType?: string; language?: string; channel?: string
  businessOption?: string; urgency?: string; region?: { code?: string; name?: string; address?: string }; caller?: Caller
  confidential?: boolean; askedAt?: Time; attachments?: Attachment[]; call?: { callId?: string; recordingId?: string; mode?: string }
}
export interface Ticket {
  id?: string; origin?: string; holder?: string; state?: string; numbers?: TicketNumber[]; matter?: Matter; limit?: TimeLimit
  counters?: Record<string, number>; createdAt?: Time; mergedInto?: string; mergedChildren?: string[]
}
export interface Journal {
  sequence?: Count; stateBefore?: string; stateAfter?: string; effect?: string; acceptedAt?: Time; holder?: string; limit?: TimeLimit
}
export interface TicketEvent {
  id?: string; source?: string; occurredAt?: Time; receivedAt?: Time; actor?: Actor; journal?: Journal
  [kind: string]: unknown
}
export interface TimelineEntry { event?: TicketEvent; position?: LogPosition }
export interface LogPosition { topic?: string; partition?: number; offset?: Count }
export interface DeliveryView {
  id: string; platform?: string; eventKind?: string; sequence?: Count; result?: string; attempts?: number; refusal?: Refusal
  reportedAt?: Time; retryAt?: Time
}
export interface ActionView { kind: string; allowed?: boolean; refusal?: string; denial?: string }
export interface TicketDetail {
  summary: TicketSummary; ticket?: Ticket; timeline?: TimelineEntry[]; deliveries?: DeliveryView[]; actions?: ActionView[]
  returnRequested?: boolean; extensionRequested?: boolean; resolutionSubmitted?: boolean; openUrges?: string[]
  dispatchedAt?: Time; signedAt?: Time; suspendedAt?: Time; revealable?: string[]
}
export interface TicketFilter {
  number?: string; callerNumber?: string; text?: string; states?: string[]; provinces?: string[]; deadlines?: string[]
  holder?: string; units?: string[]; assignee?: string; categories?: string[]; oursToAct?: boolean
  createdFrom?: Time; createdTo?: Time
}
export interface TicketPage { tickets?: TicketSummary[]; nextPageToken?: string }
export interface TicketCounts {
  total?: Count
  byState?: { state?: string; count?: Count }[]
  byProvince?: { province?: string; count?: Count; overdue?: Count }[]
  byDeadline?: { deadline?: string; count?: Count }[]
}
export interface ActAnswer { verdict?: string; refusal?: Refusal; eventId?: string; ticket?: TicketSummary }
export interface Colleague { name: string; displayName?: string; units?: string[] }
export interface Colleagues { colleagues?: Colleague[]; units?: UnitName[] }

export interface StatisticsDay { day: string; fromProvinces?: Count; toProvinces?: Count; resolved?: Count; returned?: Count }
export interface StatisticsProvince {
  province: string; tickets?: Count; open?: Count; overdue?: Count; returned?: Count; resolvedWithDue?: Count
  resolvedInTime?: Count; medianSecondsToSign?: Count
}
export interface Statistics {
  days?: StatisticsDay[]; provinces?: StatisticsProvince[]; categories?: { category?: string; count?: Count }[]
  medianSecondsToSign?: Count; medianSecondsToResolve?: Count; resolvedWithDue?: Count; resolvedInTime?: Count
}
export interface Question {
  number: string; businessOption?: string; language?: string; text?: string; state?: string; answer?: string
  ticketId?: string; askedAt?: Time; answeredAt?: Time; unitCode?: string
}
export interface ProvinceView {
  platform: PlatformName; health?: string; transport?: string; dialect?: string; lastHeardAt?: Time; lastDeliveredAt?: Time
  waiting?: Count; parked?: Count; oldestWaitingSince?: Time; lag?: Count; breaker?: string; paused?: boolean; silent?: boolean
  rejected?: Count; unmappedCodes?: Count; openTickets?: Count; overdueTickets?: Count
}
export interface RejectionView {
  id: string; refusal?: Refusal; stage?: string; platform?: string; ticketId?: string; eventId?: string; mapping?: string
  rejectedAt?: Time; position?: LogPosition; redrivenAt?: Time
}
export interface PreviewAnswer { eventJson?: string; back?: string; same?: boolean; differences?: string[]; refusal?: Refusal }
export interface AuditEntry {
  sequence?: Count; at?: Time; actor?: string; clientAddress?: string; action?: string; object?: string; result?: string
  detail?: string; hash?: string
}
export interface Change { ticket?: TicketSummary; rejection?: RejectionView; question?: Question; aliveAt?: Time }
