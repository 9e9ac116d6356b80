import { bytesReply, type Reply } from '../call.ts'

// The service's own figures: a bucket of 50 requests, one comes back every 50 ms.
const bucketSize = 50
const refillMs = 50

/** Refuses requests that come too fast, as the public service did; nothing while they do not. */
export function createRateLimit(): () => Reply | undefined {
  let tokens = bucketSize
  let checked = Date.now()
  return () => {
    const now = Date.now()
    tokens = Math.min(bucketSize, tokens + (now - checked) / refillMs)
    checked = now
    if (tokens >= 1) {
      tokens -= 1
      return undefined
    }
    const seconds = String(Math.ceil(((1 - tokens) * refillMs) / 1000))
    const headers = { 'Retry-After': seconds, 'x-ratelimit-after': seconds }
    const text = `Too Many Requests! Wait for ${seconds}s`
    return bytesReply(429, 'text/plain; charset=utf-8', text, headers)
  }
}
