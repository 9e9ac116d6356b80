/** Small things read beside listings: whether bytes are there, and a text inside a Zarr. */
import type { Location } from '../model/entry.ts'
import { statusFailure } from '../net/classify.ts'
import { fetchDocument, startOfBody } from '../net/document.ts'
import { discard, type Http } from '../net/http.ts'
import type { Pauses } from '../net/pauses.ts'

type Address = Pick<Location, 'url' | 'headers'>

export interface Readings {
  /** Asks for one byte, once. Throws why it cannot be had. */
  firstByte(at: Address, signal: AbortSignal): Promise<void>
  /** A text of at most 16 MiB. */
  text(at: Address, signal: AbortSignal): Promise<string>
}

const mostTextBytes = 16 * 1024 * 1024
/** An empty object's way to say that it is there. */
const rangeNotSatisfiable = 416

export function createReadings(http: Http, pauses: Pauses): Readings {
  return {
    async firstByte({ url, headers }, signal) {
      const answer = await http.send({ url, signal, headers: { ...headers, range: 'bytes=0-0' } })
      if (answer.status < 300 || answer.status === rangeNotSatisfiable) return discard(answer)
      const bodyStart = await startOfBody(answer)
      throw statusFailure(answer, { kind: 'data', nowMs: pauses.now(), bodyStart })
    },
    async text({ url, headers }, signal) {
      const request = { url, headers, signal, mostBytes: mostTextBytes }
      return (await fetchDocument(http, request, pauses)).text
    },
  }
}
