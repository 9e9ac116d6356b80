import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Call } from '../call.ts'
import type { Site } from '../site.ts'

/** A key of the bucket as a path, each segment percent-encoded. */
export function keyPath(key: string): string {
  return `/${key.split('/').map(encodeSegment).join('/')}`
}

function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** A URL that carries its own permission for one method and the settings' number of seconds. */
export function presignedUrl(
  site: Site,
  method: 'GET' | 'HEAD',
  key: string,
  extra: Readonly<Record<string, string>> = {},
): string {
  const now = Date.now()
  const date = amzDate(now)
  // The date has whole seconds only; the key's name carries the rest for lifetimes near one.
  const accessKey = `${site.settings.accessKey}${now}`
  const credential = `${accessKey}/${date.slice(0, 8)}/us-east-2/s3/aws4_request`
  const query = new URLSearchParams({
    ...extra,
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': credential,
    'X-Amz-Date': date,
    'X-Amz-Expires': String(site.settings.presignSeconds),
    'X-Amz-SignedHeaders': 'host',
  })
  const text = encodeQuery(query)
  const path = keyPath(key)
  const signature = sign(site.settings.secret, method, path, text)
  return `${site.urls.s3}${path}?${text}&X-Amz-Signature=${signature}`
}

export type Permission =
  | { readonly kind: 'unsigned' }
  | { readonly kind: 'valid' }
  | { readonly kind: 'expired'; readonly expires: string }
  | { readonly kind: 'wrong-signature' }

/** What the query of a request permits. */
export function permissionOf(call: Call, site: Site): Permission {
  const given = call.query.get('X-Amz-Signature')
  if (given === null) return { kind: 'unsigned' }
  const query = new URLSearchParams(call.query)
  query.delete('X-Amz-Signature')
  const wanted = sign(site.settings.secret, call.method, call.path, encodeQuery(query))
  const isEqual =
    given.length === wanted.length && timingSafeEqual(Buffer.from(given), Buffer.from(wanted))
  if (!isEqual) return { kind: 'wrong-signature' }
  const issued = Number(/\d+(?=\/)/.exec(query.get('X-Amz-Credential') ?? '')?.[0])
  const ends = issued + Number(query.get('X-Amz-Expires')) * 1000
  if (Date.now() < ends) return { kind: 'valid' }
  return { kind: 'expired', expires: new Date(ends).toISOString() }
}

function encodeQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodeSegment(name)}=${encodeSegment(value)}`)
    .join('&')
}

function sign(secret: string, method: string, path: string, query: string): string {
  return createHmac('sha256', secret).update(`${method}\n${path}\n${query}`).digest('hex')
}

function amzDate(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
}
