/** Tells an address of a run: signed, once a try, never following a redirect. */
import { createHmac } from 'node:crypto'
import { Failure } from '../../model/failure.ts'
import { urlProblem } from '../../model/run-hooks.ts'
import { discard, type Http } from '../../net/http.ts'

export interface Delivery {
  /** The same at each try, so that the other side knows one that it had. */
  readonly id: string
  readonly event: string
  readonly url: string
  readonly secret: string
  readonly body: string
}

export interface WebhookParts {
  readonly http: Pick<Http, 'send'>
  readonly now: () => number
  /** Of one try, from its first byte to the end of the answer. */
  readonly timeoutMs: number
}

/** `t=<seconds since 1970>,v1=<HMAC-SHA256 in hex>` over `<seconds>.<body>`. */
function signatureOf(secret: string, seconds: number, body: string): string {
  const mac = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')
  return `t=${seconds},v1=${mac}`
}

/** The status that was answered, 2xx. Throws `hook.failed`, `net.*`, or the signal's reason. */
export async function post(
  { id, event, url, secret, body }: Delivery,
  { http, now, timeoutMs }: WebhookParts,
  signal: AbortSignal,
): Promise<number> {
  if (urlProblem(url) !== null) throw new Failure('hook.failed', 'ask-user', { reason: 'address' })
  const { host } = new URL(url)
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    const answer = await http.send({
      url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'dandelion-event': event,
        'dandelion-delivery': id,
        'dandelion-signature': signatureOf(secret, Math.floor(now() / 1000), body),
      },
      body,
      redirect: 'manual',
      headersTimeoutMs: timeoutMs,
      bodyTimeoutMs: timeoutMs,
      signal: AbortSignal.any([signal, timeout]),
    })
    await discard(answer)
    if (answer.status >= 200 && answer.status < 300) return answer.status
    throw refusal(answer.status, host)
  } catch (error) {
    signal.throwIfAborted()
    if (timeout.aborted && !(error instanceof Failure))
      throw new Failure('net.timeout', 'retry-later', { host }, error)
    throw error
  }
}

function refusal(status: number, host: string): Failure {
  const details = { status, host }
  if (status >= 300 && status < 400)
    return new Failure('hook.failed', 'ask-user', { ...details, reason: 'redirect' })
  const isPassing = status >= 500 || status === 408 || status === 425 || status === 429
  const remedy = isPassing ? 'retry-later' : 'ask-user'
  return new Failure('hook.failed', remedy, { ...details, reason: 'status' })
}
