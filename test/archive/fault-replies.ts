import { bytesReply, type Call, emptyReply, htmlReply, jsonReply, type Reply } from './call.ts'
import type { FaultKind, RetryAfter } from './fault-kinds.ts'
import { s3Error } from './s3/errors.ts'

/** The answer with which a fault takes the place of the real one, if it is of that sort. */
export function faultReply(
  fault: FaultKind,
  call: Call,
  elsewhere: () => string,
): Reply | undefined {
  switch (fault.name) {
    case 'expired':
      return refuse(call, 403, 'AccessDenied', 'Request has expired')
    case 'forbidden':
      return refuse(call, 403, 'AccessDenied', 'Access Denied')
    case 'gone':
      return refuse(call, 404, 'NoSuchKey', 'The specified key does not exist.')
    case 'precondition-failed':
      return refuse(call, 412, 'PreconditionFailed', preconditionText)
    case 'range-not-satisfiable':
      return refuse(call, 416, 'InvalidRange', 'The requested range is not satisfiable')
    case 'too-many-requests':
      return busy(call, 429, fault.retryAfter)
    case 'unavailable':
      return busy(call, 503, fault.retryAfter)
    case 'server-error':
      return htmlReply(500, page('Server Error (500)', 'Server Error (500)'))
    case 'bad-gateway':
      return htmlReply(502, page('502 Bad Gateway', '502 Bad Gateway'))
    case 'gateway-timeout':
      return htmlReply(504, page('504 Gateway Time-out', '504 Gateway Time-out'))
    case 'dead':
      return htmlReply(503, page('Application error', 'Application error'))
    case 'captive':
      return htmlReply(200, page('Welcome to the guest network', 'Please sign in to go on'))
    case 'redirect-loop':
      return emptyReply(302, { Location: call.target })
    case 'redirect-elsewhere':
      return emptyReply(302, { Location: `${elsewhere()}${call.target}` })
    default:
      return undefined
  }
}

const preconditionText = 'At least one of the pre-conditions you specified did not hold'

const details: Readonly<Record<number, string>> = {
  403: 'You do not have permission to perform this action.',
  404: 'Not found.',
  412: 'Precondition failed.',
  416: 'Range not satisfiable.',
}

function refuse(call: Call, status: number, code: string, message: string): Reply {
  if (call.service === 's3' || call.service === 'elsewhere') return s3Error(status, code, message)
  if (call.service === 'webdav')
    return bytesReply(status, 'text/plain; charset=utf-8', `${status}\n`)
  return jsonReply(status, { detail: details[status] ?? message })
}

function busy(call: Call, status: 429 | 503, retryAfter: RetryAfter): Reply {
  const headers = retryAfter ? { 'Retry-After': retryAfterText(retryAfter) } : {}
  if (call.service === 's3') {
    const message = 'Please reduce your request rate.'
    return s3Error(status, status === 503 ? 'SlowDown' : 'TooManyRequests', message, { headers })
  }
  if (status === 503) return htmlReply(503, page('Application error', 'Application error'), headers)
  const seconds = retryAfter?.seconds ?? 1
  if (call.service === 'webdav') {
    const text = `Too Many Requests! Wait for ${seconds}s`
    return bytesReply(429, 'text/plain; charset=utf-8', text, headers)
  }
  const detail = `Request was throttled. Expected available in ${seconds} seconds.`
  return jsonReply(429, { detail }, headers)
}

function retryAfterText(retryAfter: { seconds: number; form?: 'seconds' | 'date' }): string {
  if (retryAfter.form !== 'date') return String(retryAfter.seconds)
  return new Date(Date.now() + retryAfter.seconds * 1000).toUTCString()
}

function page(title: string, text: string): string {
  return `<!DOCTYPE html>
<html>
  <head><title>${title}</title></head>
  <body><h1>${text}</h1></body>
</html>
`
}
