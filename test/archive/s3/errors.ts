import { bytesReply, type Reply } from '../call.ts'
import { scramble } from '../content/random.ts'

export interface S3ErrorExtras {
  readonly headers?: Readonly<Record<string, string>>
  /** Elements between the message and the request id. */
  readonly fields?: Readonly<Record<string, string>>
}

/** An error as the bucket words it. */
export function s3Error(
  status: number,
  code: string,
  message: string,
  extras: S3ErrorExtras = {},
): Reply {
  const ids = requestIds()
  const fields = { Code: code, Message: message, ...extras.fields }
  const inner = Object.entries({ ...fields, RequestId: ids.request, HostId: ids.host })
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join('')
  const xml = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`
  return bytesReply(status, 'application/xml', xml, { ...commonHeaders(ids), ...extras.headers })
}

interface RequestIds {
  readonly request: string
  readonly host: string
}

let requestCount = 0

function requestIds(): RequestIds {
  requestCount += 1
  const number = scramble(requestCount).toString(16).toUpperCase()
  return { request: number.padStart(16, 'K2H6E9Q1'), host: `${hostId}${number.padStart(8, '0')}=` }
}

const hostId = 'WWoZ0Hr3x9mJmUuYgPq2sQv7bq1oTz4lRk8eN5cXyD6fAaVhLtSiBwGj'

export function commonHeaders(ids: RequestIds = requestIds()): Readonly<Record<string, string>> {
  return { 'x-amz-request-id': ids.request, 'x-amz-id-2': ids.host, Server: 'AmazonS3' }
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (char) => entities[char] ?? char)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
