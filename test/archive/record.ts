import type { IncomingHttpHeaders } from 'node:http'
import type { ServiceName } from './call.ts'

/** One request as the archive saw it and what became of it. */
export interface RecordedRequest {
  /** Milliseconds since 1970 at the request's arrival. */
  readonly time: number
  readonly service: ServiceName
  readonly method: string
  /** Absolute URL, as asked. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  /** The `Range` header, if any. */
  readonly range: string | undefined
  /** 0 until the answer starts. */
  status: number
  /** Body bytes handed to the socket so far. */
  bytesSent: number
  /** Names of the faults that changed the answer. */
  faults: readonly string[]
  /** `open` until the answer ended or the connection was closed. */
  outcome: 'open' | 'finished' | 'closed'
}

/** Keeps the newest `limit` requests; 0 keeps none. */
export interface Recorder {
  readonly requests: readonly RecordedRequest[]
  readonly add: (request: RecordedRequest) => void
  readonly clear: () => void
}

export function createRecorder(limit: number): Recorder {
  const requests: RecordedRequest[] = []
  return {
    requests,
    add: (request) => {
      if (limit === 0) return
      // Dropping a tenth at once keeps the cost per request constant.
      if (requests.length >= limit) requests.splice(0, Math.ceil(limit / 10))
      requests.push(request)
    },
    clear: () => {
      requests.length = 0
    },
  }
}
