// The three calls of 12367 Online. An error is the status of the answer, 0 when there was none.
export interface Answer { number?: string; state?: string; businessOption?: string; answer?: string; askedAt?: string; answeredAt?: string }
export interface Asked { number: string; secret: string }

export class OnlineError extends Error {
  constructor(readonly status: number) {
    super(String(status))
  }
}

async function post(method: string, body: object, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`/online/api/v1/${method}`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(signal ? { signal } : {}),
  }).catch(() => undefined)
  if (!response?.ok) throw new OnlineError(response?.status ?? 0)
  return response
}

export async function ask(request: object): Promise<Asked> {
  return (await (await post('Ask', request)).json()) as Asked
}

// Tells the answer as it is and every change, until the stream ends.
export async function watchAnswer(who: Asked, tell: (answer: Answer) => void, signal: AbortSignal) {
  const reader = (await post('WatchAnswer', who, signal)).body?.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const piece = await reader?.read()
    if (!piece || piece.done) return
    const events = (rest + piece.value).split('\n\n')
    rest = events.pop() ?? ''
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim()).join('\n')
      if (data) tell(JSON.parse(data) as Answer)
    }
  }
}
