import type { Archive } from '../archive/archive.ts'
import type { Call } from '../archive/call.ts'
import type { RecordedRequest } from '../archive/record.ts'

const PART_BYTES = 64 * 1024 * 1024

/** Requests for the bytes of one object or of everything below it, probes of one byte left out. */
export function dataRequests(archive: Archive, s3Path: string): readonly RecordedRequest[] {
  return archive.requests.filter((request) => {
    const { pathname } = new URL(request.url)
    const isObject = request.service === 's3' || request.service === 'elsewhere'
    const isWanted = s3Path.endsWith('/') ? pathname.startsWith(s3Path) : pathname === s3Path
    return isObject && isWanted && request.method === 'GET' && request.range !== 'bytes=0-0'
  })
}

/** First byte of a request's range, and the one after its last. */
export function spanOf(request: RecordedRequest, sizeBytes: number): readonly [number, number] {
  const match = /^bytes=(\d+)-(\d+)$/.exec(request.range ?? '')
  return match ? [Number(match[1]), Number(match[2]) + 1] : [0, sizeBytes]
}

/** Parts that were asked for again after all their bytes had been sent undamaged, by number. */
export function partsFetchedTwice(
  requests: readonly RecordedRequest[],
  sizeBytes: number,
): readonly number[] {
  const complete = new Set<number>()
  const twice = new Set<number>()
  for (const request of requests) {
    const [start, end] = spanOf(request, sizeBytes)
    const part = Math.floor(start / PART_BYTES)
    if (complete.has(part)) twice.add(part)
    const isRight = request.status === 200 || request.status === 206
    const isWhole = request.outcome === 'finished' && request.bytesSent === end - start
    if (isRight && isWhole && request.faults.length === 0) complete.add(part)
  }
  return [...twice]
}

/** Objects, such as entries of a Zarr, that were asked for again after they had been sent whole. */
export function objectsFetchedTwice(requests: readonly RecordedRequest[]): readonly string[] {
  const complete = new Set<string>()
  const twice = new Set<string>()
  for (const request of requests) {
    const { pathname } = new URL(request.url)
    if (complete.has(pathname)) twice.add(pathname)
    const isWhole = request.status === 200 && request.outcome === 'finished'
    if (isWhole && request.faults.length === 0) complete.add(pathname)
  }
  return [...twice]
}

/** Requests that the bucket got without a signature: those of the source `s3`. */
export function isUnsigned(call: Call): boolean {
  return call.service === 's3' && !call.query.has('X-Amz-Signature')
}

/** Requests with a key, by the origin that got them. */
export function originsOfKeys(archive: Archive): readonly string[] {
  const withKey = archive.requests.filter((request) => request.headers.authorization !== undefined)
  return [...new Set(withKey.map((request) => new URL(request.url).origin))]
}
