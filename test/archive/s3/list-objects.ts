import { bytesReply, type Call, type Reply } from '../call.ts'
import { byByteOrder } from '../content/byte-order.ts'
import type { Site } from '../site.ts'
import { commonHeaders, escapeXml, s3Error } from './errors.ts'
import { candidates } from './keys.ts'
import { objectSize, type S3Object } from './objects.ts'

const maxKeys = 1000

interface Question {
  /** Left out of every key that is told. */
  readonly root: string
  readonly prefix: string
  readonly delimiter: string
  readonly limit: number
  /** Keys up to and including this one were seen. */
  readonly after: string
  readonly token: string | undefined
  readonly startAfter: string | undefined
  readonly isUrlEncoded: boolean
}

interface Page {
  readonly objects: readonly S3Object[]
  readonly folders: readonly string[]
  /** The last key or folder of the page, when there are more. */
  readonly last: string | undefined
}

/** `ListObjectsV2` of the bucket, or of a folder of it as if that were one. */
export function listObjects(call: Call, site: Site, root = ''): Reply {
  if (call.query.get('list-type') !== '2') {
    return s3Error(501, 'NotImplemented', 'Only version 2 of the listing is implemented here')
  }
  const question = questionOf(call, root)
  if (!question) {
    const fields = { ArgumentName: 'continuation-token' }
    const message = 'The continuation token provided is incorrect'
    return s3Error(400, 'InvalidArgument', message, { fields })
  }
  const page = pageFor(site, question, call)
  return bytesReply(200, 'application/xml', xmlOf(question, page), {
    ...commonHeaders(),
    'x-amz-bucket-region': 'us-east-2',
  })
}

function questionOf(call: Call, root: string): Question | undefined {
  const token = call.query.get('continuation-token') ?? undefined
  const startAfter = call.query.get('start-after') ?? undefined
  const start = startAfter === undefined ? '' : root + startAfter
  const after = token === undefined ? start : keyOfToken(token)
  if (after === undefined) return undefined
  const asked = Number(call.query.get('max-keys') ?? maxKeys)
  return {
    root,
    prefix: root + (call.query.get('prefix') ?? ''),
    delimiter: call.query.get('delimiter') ?? '',
    limit: Number.isInteger(asked) && asked >= 0 ? Math.min(asked, maxKeys) : maxKeys,
    after,
    token,
    startAfter,
    isUrlEncoded: call.query.get('encoding-type') === 'url',
  }
}

function pageFor(site: Site, question: Question, call: Call): Page {
  const isFirst = question.token === undefined
  if (call.quirk === 'endless') {
    const page = collect(site, { ...question, after: isFirst ? question.after : '' })
    return { ...page, last: page.last ?? question.prefix }
  }
  if (call.quirk === 'duplicate' && !isFirst) {
    return collect(site, question, { withAfter: true, drop: 0 })
  }
  if (call.quirk === 'shifting' && !isFirst) {
    return collect(site, question, { withAfter: false, drop: 1 })
  }
  return collect(site, question)
}

interface Slip {
  /** The last key of the page before is given again. */
  readonly withAfter: boolean
  /** So many keys at the start of the page are lost. */
  readonly drop: number
}

function collect(site: Site, question: Question, slip: Slip = { withAfter: false, drop: 0 }): Page {
  const { prefix, delimiter, limit, after } = question
  const objects: S3Object[] = []
  const folders: string[] = []
  let toDrop = slip.drop
  let last: string | undefined
  for (const candidate of candidates(site, prefix, after, delimiter === '/')) {
    const folder = folderOf(candidate.key, prefix, delimiter)
    const name = folder ?? candidate.key
    if (name === last && folder !== undefined) continue
    if (after !== '' && byByteOrder(name, after) <= 0 && !(slip.withAfter && name === after)) {
      continue
    }
    if (toDrop > 0) {
      toDrop -= 1
      continue
    }
    if (objects.length + folders.length >= limit) return { objects, folders, last }
    last = name
    const object = folder === undefined ? candidate.object?.() : undefined
    if (object) objects.push(object)
    else folders.push(name)
  }
  return { objects, folders, last: undefined }
}

function folderOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined
  const at = key.indexOf(delimiter, prefix.length)
  return at < 0 ? undefined : key.slice(0, at + delimiter.length)
}

function xmlOf(question: Question, page: Page): string {
  const { root, isUrlEncoded } = question
  const text = (key: string) => {
    const value = key.slice(root.length)
    return isUrlEncoded ? encodeURIComponent(value).replaceAll('%2F', '/') : escapeXml(value)
  }
  const count = page.objects.length + page.folders.length
  const parts = [
    tag('Name', 'dandiarchive'),
    tag('Prefix', text(question.prefix)),
    question.token === undefined ? '' : tag('ContinuationToken', escapeXml(question.token)),
    question.startAfter === undefined ? '' : tag('StartAfter', text(root + question.startAfter)),
    page.last === undefined ? '' : tag('NextContinuationToken', tokenOf(page.last)),
    tag('KeyCount', String(count)),
    tag('MaxKeys', String(question.limit)),
    question.delimiter === '' ? '' : tag('Delimiter', text(question.delimiter)),
    question.isUrlEncoded ? tag('EncodingType', 'url') : '',
    tag('IsTruncated', String(page.last !== undefined)),
    ...page.objects.map((object) => contents(object, text)),
    ...page.folders.map((folder) => tag('CommonPrefixes', tag('Prefix', text(folder)))),
  ]
  const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
  const inner = parts.join('')
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="${namespace}">${inner}</ListBucketResult>`
}

function contents(object: S3Object, text: (value: string) => string): string {
  const modified = `${new Date(object.modified).toISOString().slice(0, 19)}.000Z`
  const inner =
    tag('Key', text(object.key)) +
    tag('LastModified', modified) +
    tag('ETag', `&quot;${object.etag()}&quot;`) +
    tag('Size', String(objectSize(object))) +
    tag('StorageClass', 'STANDARD')
  return tag('Contents', inner)
}

function tag(name: string, inner: string): string {
  return `<${name}>${inner}</${name}>`
}

function tokenOf(key: string): string {
  return Buffer.from(`1:${key}`).toString('base64')
}

function keyOfToken(token: string): string | undefined {
  const text = Buffer.from(token, 'base64').toString()
  return text.startsWith('1:') ? text.slice(2) : undefined
}
