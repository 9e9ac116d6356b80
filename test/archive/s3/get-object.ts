import type { Call, Reply } from '../call.ts'
import type { Site } from '../site.ts'
import { commonHeaders, s3Error } from './errors.ts'
import { objectAt, objectSize, type S3Object } from './objects.ts'
import { permissionOf } from './presign.ts'

/** GET and HEAD of one object, with the bucket's rules for permission, version and range. */
export function getObject(call: Call, site: Site): Reply {
  const key = keyOf(call.path)
  if (key === undefined) return s3Error(400, 'InvalidURI', "Couldn't parse the specified URI.")
  const permission = permissionOf(call, site)
  if (permission.kind === 'wrong-signature') return wrongSignature()
  if (permission.kind === 'expired') return expired(permission.expires, call)
  if (call.headers.authorization !== undefined) return wrongAuthorization(call, permission.kind)
  const object = objectAt(site, key)
  if (object?.embargoed && permission.kind === 'unsigned') return denied()
  if (!object) {
    const fields = { Key: key }
    return s3Error(404, 'NoSuchKey', 'The specified key does not exist.', { fields })
  }
  return wrongVersion(call, object) ?? conditional(call, object) ?? content(call, object)
}

function keyOf(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(1))
  } catch {
    return undefined
  }
}

function denied(): Reply {
  return s3Error(403, 'AccessDenied', 'Access Denied')
}

function wrongSignature(): Reply {
  const message =
    'The request signature we calculated does not match the signature you provided. ' +
    'Check your key and signing method.'
  return s3Error(403, 'SignatureDoesNotMatch', message)
}

function expired(expires: string, call: Call): Reply {
  const fields = {
    'X-Amz-Expires': call.query.get('X-Amz-Expires') ?? '',
    Expires: `${expires.slice(0, 19)}Z`,
    ServerTime: `${new Date().toISOString().slice(0, 19)}Z`,
  }
  return s3Error(403, 'AccessDenied', 'Request has expired', { fields })
}

function wrongAuthorization(call: Call, kind: 'unsigned' | 'valid'): Reply {
  const message =
    kind === 'valid'
      ? 'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, ' +
        'Signature query string parameter or the Authorization header should be specified'
      : 'Unsupported Authorization Type'
  const fields = { ArgumentName: 'Authorization', ArgumentValue: call.headers.authorization ?? '' }
  return s3Error(400, 'InvalidArgument', message, { fields })
}

function wrongVersion(call: Call, object: S3Object): Reply | undefined {
  const asked = call.query.get('versionId')
  if (asked === null || asked === object.versionId()) return undefined
  if (!/^[\w.-]{1,32}$/.test(asked)) {
    const fields = { ArgumentName: 'versionId', ArgumentValue: asked }
    return s3Error(400, 'InvalidArgument', 'Invalid version id specified', { fields })
  }
  const fields = { Key: object.key, VersionId: asked }
  return s3Error(404, 'NoSuchVersion', 'The specified version does not exist.', { fields })
}

function conditional(call: Call, object: S3Object): Reply | undefined {
  const headers = call.headers
  const modified = Math.floor(Date.parse(object.modified) / 1000) * 1000
  if (headers['if-match'] !== undefined) {
    if (!hasTag(headers['if-match'], object.etag())) return failed('If-Match')
  } else if (Date.parse(headers['if-unmodified-since'] ?? '') < modified) {
    return failed('If-Unmodified-Since')
  }
  if (headers['if-none-match'] !== undefined) {
    return hasTag(headers['if-none-match'], object.etag()) ? notModified(object) : undefined
  }
  return Date.parse(headers['if-modified-since'] ?? '') >= modified
    ? notModified(object)
    : undefined
}

function hasTag(header: string, etag: string): boolean {
  return header.split(',').some((tag) => {
    const value = tag.trim().replace(/^W\//, '').replaceAll('"', '')
    return value === '*' || value === etag
  })
}

function failed(condition: string): Reply {
  const message = 'At least one of the pre-conditions you specified did not hold'
  return s3Error(412, 'PreconditionFailed', message, { fields: { Condition: condition } })
}

function notModified(object: S3Object): Reply {
  return { status: 304, headers: objectHeaders(object), body: { kind: 'none' } }
}

function content(call: Call, object: S3Object): Reply {
  const sizeBytes = objectSize(object)
  const range = rangeOf(call.headers.range, sizeBytes)
  if (range === 'unsatisfiable') {
    const fields = {
      RangeRequested: call.headers.range ?? '',
      ActualObjectSize: String(sizeBytes),
    }
    return s3Error(416, 'InvalidRange', 'The requested range is not satisfiable', {
      fields,
      headers: { 'Content-Range': `bytes */${sizeBytes}` },
    })
  }
  const { start, end } = range ?? { start: 0, end: sizeBytes }
  return {
    status: range ? 206 : 200,
    headers: {
      ...objectHeaders(object),
      ...overrides(call),
      'Accept-Ranges': 'bytes',
      'Content-Length': String(end - start),
      ...(range ? { 'Content-Range': `bytes ${start}-${end - 1}/${sizeBytes}` } : {}),
    },
    body: end > start ? { kind: 'range', content: object.content, start, end } : { kind: 'none' },
  }
}

interface ByteRange {
  readonly start: number
  /** Not included. */
  readonly end: number
}

/** What a Range header asks of an object; nothing for a malformed one, which counts as absent. */
function rangeOf(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'unsatisfiable' | undefined {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!found || (found[1] === '' && found[2] === '')) return undefined
  if (found[1] === '') {
    const length = Math.min(Number(found[2]), sizeBytes)
    return length === 0 ? 'unsatisfiable' : { start: sizeBytes - length, end: sizeBytes }
  }
  const start = Number(found[1])
  const last = found[2] === '' ? sizeBytes - 1 : Number(found[2])
  if (last < start && found[2] !== '') return undefined
  if (start >= sizeBytes) return 'unsatisfiable'
  return { start, end: Math.min(last + 1, sizeBytes) }
}

function objectHeaders(object: S3Object): Readonly<Record<string, string>> {
  return {
    ...commonHeaders(),
    'Last-Modified': new Date(object.modified).toUTCString(),
    ETag: `"${object.etag()}"`,
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-version-id': object.versionId(),
    'Content-Type': object.contentType,
  }
}

function overrides(call: Call): Readonly<Record<string, string>> {
  const disposition = call.query.get('response-content-disposition')
  const type = call.query.get('response-content-type')
  return {
    ...(disposition === null ? {} : { 'Content-Disposition': disposition }),
    ...(type === null ? {} : { 'Content-Type': type }),
  }
}
