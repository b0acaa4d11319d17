// One call of the inbox: POST /api/v1/<Method> with JSON. Throws CallError when it is not answered with 200.
import type { Refusal } from './types'

export class CallError extends Error {
  constructor(
    // The gRPC code's name, "UNAVAILABLE" when nobody answered.
    readonly code: string,
    readonly detail: string,
    readonly refusal?: Refusal,
  ) {
    super(code)
  }
}

const codeOfStatus: Record<number, string> = {
  400: 'INVALID_ARGUMENT', 401: 'UNAUTHENTICATED', 403: 'PERMISSION_DENIED', 404: 'NOT_FOUND', 409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED', 503: 'UNAVAILABLE',
}

let onSignedOut: () => void = () => undefined
export function whenSignedOut(listener: () => void) {
  onSignedOut = listener
}

export interface CallOptions {
  // Not caused by the user: need not prolong the session.
  background?: boolean
}

export async function call<Answer>(method: string, request: object = {}, options: CallOptions = {}): Promise<Answer> {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'x-interline-csrf': '1' }
  if (options.background) headers['x-interline-background'] = '1'
  let response: Response
  try {
    response = await fetch(`/api/v1/${method}`, { method: 'POST', headers, body: JSON.stringify(request) })
  } catch {
    throw new CallError('UNAVAILABLE', '')
  }
  if (response.ok) return (await response.json()) as Answer
  const error = await readProblem(response)
  if (error.code === 'UNAUTHENTICATED' && method !== 'SignIn' && method !== 'GetSession') onSignedOut()
  throw error
}

async function readProblem(response: Response): Promise<CallError> {
  let problem: { type?: string; code?: string; detail?: string; refusal?: Refusal } = {}
  try {
    problem = (await response.json()) as typeof problem
  } catch {
    // A proxy's page: the status says enough.
  }
  const named = problem.code ?? problem.type?.split(':').pop()?.replace(/-/g, '_').toUpperCase()
  const known = named !== undefined && Object.values(codeOfStatus).includes(named)
  return new CallError(known ? named : (codeOfStatus[response.status] ?? 'UNAVAILABLE'), problem.detail ?? '', problem.refusal)
}

// A name for one wish of the user: sent again, it has no second effect.
export function newRequestId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
