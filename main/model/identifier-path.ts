import type { ArchiveRef } from './entry.ts'
import type { Link } from './identifier-link.ts'
import {
  dandisetIdOf,
  decode,
  flaw,
  folderPick,
  pickOfPath,
  refOf,
  uuidOf,
  versionOf,
} from './identifier-words.ts'

/** Pages of the web app: `/dandiset/000027[/version[/files?location=folder]]`. */
export function identifyWebPath(link: Link, instance: string): ArchiveRef | null {
  const match = /(?:^|\/)dandiset\/([^/]*)(?:\/([^/]*))?(?:\/.*)?$/.exec(link.path)
  if (match === null) return null
  const [, id = '', versionPart] = match
  // The client passes any text on as a version here, and the archive says whether it has it.
  const version = versionPart === undefined || /^(files|)$/.test(versionPart) ? null : versionPart
  const location = link.query.get('location') ?? ''
  const path = location.replace(/^\/+/, '')
  const pick = link.glob && path !== '' ? pickOfPath(path, true) : folderPick(path)
  return refOf(
    instance,
    dandisetIdOf(id, link.text),
    version === null ? null : decode(version),
    pick,
  )
}

/** Routes of the REST API, relative to its root. */
export function identifyApiPath(link: Link, instance: string): ArchiveRef | null {
  const [kind, id, ...rest] = link.path.split('/').slice(1)
  if (kind === 'assets' && id !== undefined) {
    const assetId = uuidOf(id, 'asset-id', link.text)
    return refOf(instance, null, null, { kind: 'asset', assetId })
  }
  if (kind === 'zarr' && id !== undefined) {
    const zarrId = uuidOf(id, 'zarr-id', link.text)
    return refOf(instance, null, null, { kind: 'zarr', zarrId })
  }
  if (kind !== 'dandisets' || id === undefined) return null
  if (isWebdavFolder(rest[0])) return null
  return identifyVersionPath(link, refOf(instance, dandisetIdOf(id, link.text), null), rest)
}

function identifyVersionPath(link: Link, ref: ArchiveRef, rest: readonly string[]): ArchiveRef {
  const [versions, version = '', assets, assetId = ''] = rest
  if (versions !== 'versions' || version === '') return ref
  const pinned = { ...ref, version: decode(version) }
  if (assets !== 'assets') return pinned
  if (assetId === 'paths') {
    return { ...pinned, pick: folderPick(link.query.get('path_prefix') ?? '') }
  }
  if (assetId === '') return { ...pinned, ...pickOfQuery(link) }
  const pick = { kind: 'asset', assetId: uuidOf(assetId, 'asset-id', link.text) } as const
  return { ...pinned, pick }
}

/** The client takes `path` as it stands, without decoding; sources match it either way. */
function pickOfQuery(link: Link): Partial<ArchiveRef> {
  const glob = link.query.get('glob')
  if (glob !== null && glob !== '') return { pick: { kind: 'glob', pattern: glob } }
  const prefix = /[?&]path=([^&#]*)/.exec(link.text)?.[1] ?? ''
  return prefix === '' ? {} : { pick: { kind: 'prefix', prefix } }
}

function isWebdavFolder(part: string | undefined): boolean {
  return /^(draft|latest|releases)$/i.test(part ?? '')
}

/** Paths of a WebDAV service, relative to its root. */
export function identifyWebdavPath(link: Link, instance: string): ArchiveRef | null {
  const [top = '', id, ...rest] = decode(link.path).replace(/^\/+/, '').split('/')
  if (/^zarrs$/i.test(top)) {
    const zarrId = uuidOf(rest[1] ?? '', 'zarr-id', link.text)
    return refOf(instance, null, null, { kind: 'zarr', zarrId })
  }
  if (!/^dandisets$/i.test(top) || id === undefined) return null
  const dandisetId = dandisetIdOf(id, link.text)
  const [folder = '', ...path] = rest
  if (folder === '') return refOf(instance, dandisetId, null)
  if (!isWebdavFolder(folder)) throw flaw('version', link.text, folder)
  const release = /^releases$/i.test(folder) ? path.shift() : folder
  const version = versionOf(release, link.text)
  return refOf(instance, dandisetId, version, pickOfPath(untilZarr(path.join('/')), link.glob))
}

/** A path that enters a Zarr means the Zarr. */
function untilZarr(path: string): string {
  return /^(.*?[^/]\.(zarr|ngff))(\/|$)/.exec(path)?.[1] ?? path
}
