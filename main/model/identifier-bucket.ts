import type { ArchiveRef } from './entry.ts'
import { dandisetIdOf, flaw, refOf, uuidOf, versionOf } from './identifier-words.ts'

export interface BucketAddress {
  readonly bucket: string
  /** Still percent-encoded, without a leading slash. */
  readonly key: string
}

/** Bucket and key of Amazon's URL forms and of `s3:`; null for every other host. */
export function bucketAddress(link: {
  readonly origin: string
  readonly host: string
  readonly path: string
}): BucketAddress | null {
  const key = link.path.replace(/^\/+/, '')
  if (link.origin === 'null') return { bucket: link.host, key }
  const hosted = /^([a-z0-9][a-z0-9.-]*)\.s3[.-]?[a-z0-9.-]*\.amazonaws\.com$/.exec(link.host)
  if (hosted !== null) return { bucket: hosted[1] ?? '', key }
  if (!/^s3[.-]?[a-z0-9.-]*\.amazonaws\.com$/.test(link.host)) return null
  const slash = key.indexOf('/')
  if (slash < 0) return { bucket: key, key: '' }
  return { bucket: key.slice(0, slash), key: key.slice(slash + 1) }
}

/** What a decoded key of an archive's bucket means. */
export function identifyKey(key: string, instance: string, text: string): ArchiveRef {
  const [top, ...rest] = key.split('/')
  if (top === 'blobs') {
    const blobId = uuidOf(rest[2] ?? rest.at(-1) ?? '', 'blob-id', text)
    return refOf(instance, null, null, { kind: 'blob', blobId })
  }
  if (top === 'zarr') {
    const zarrId = uuidOf(rest[0] ?? '', 'zarr-id', text)
    return refOf(instance, null, null, { kind: 'zarr', zarrId })
  }
  if (top !== 'dandisets') throw flaw('path', text, key)
  const [id = '', version, file = ''] = rest
  const pick = /^dandiset\.(yaml|jsonld)$/.test(file) ? 'dandiset-yaml' : 'dandiset'
  return refOf(instance, dandisetIdOf(id, text), versionOf(version, text), { kind: pick })
}
