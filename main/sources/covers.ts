import type { Entry, Pick } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'

/**
 * A test of paths for a pick, the same for every source: exact and by case, but for patterns, where
 * only `*` is special, matches `/` too, and case does not count, as the archive has it.
 */
export function coversPath(pick: Pick): (path: string) => boolean {
  switch (pick.kind) {
    case 'folder':
      return (path) => path.startsWith(pick.path)
    case 'item':
      return (path) => path === pick.path
    case 'prefix':
      return prefixTest(pick.prefix)
    case 'glob':
      return globTest(pick.pattern)
    case 'dandiset-yaml':
      return () => false
    case 'dandiset':
    case 'asset':
    case 'blob':
    case 'zarr':
      return () => true
    default:
      return pick satisfies never
  }
}

/** Whether the pick covers the entry, by path or by id. */
export function coversEntry(pick: Pick): (entry: Entry) => boolean {
  if (pick.kind === 'asset') return (entry) => entry.assetId === pick.assetId
  if (pick.kind === 'blob') return (entry) => entry.blobId === pick.blobId
  if (pick.kind === 'zarr') return (entry) => entry.zarrId === pick.zarrId
  const covers = coversPath(pick)
  return (entry) => covers(entry.path)
}

/** Paths hold no `%`, so a prefix that was copied from a URL matches encoded and decoded alike. */
function prefixTest(prefix: string): (path: string) => boolean {
  const plain = plainPrefix(prefix)
  return (path) => path.startsWith(plain)
}

/** The prefix as paths have it. */
export function plainPrefix(prefix: string): string {
  try {
    return decodeURIComponent(prefix)
  } catch {
    return prefix
  }
}

function globTest(pattern: string): (path: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  const whole = new RegExp(`^${parts.join('[\\s\\S]*?')}$`, 'iu')
  return (path) => whole.test(path)
}

/** `remote.not-found` for a pick that names something and covers nothing. */
export function nothingCovered(pick: Pick, where: string): Failure | null {
  if (pick.kind === 'dandiset' || pick.kind === 'dandiset-yaml') return null
  return new Failure('remote.not-found', 'give-up', { what: pick.kind, path: nameOf(pick), where })
}

function nameOf(pick: Pick): string {
  switch (pick.kind) {
    case 'folder':
    case 'item':
      return pick.path
    case 'prefix':
      return pick.prefix
    case 'glob':
      return pick.pattern
    case 'asset':
      return pick.assetId
    case 'blob':
      return pick.blobId
    case 'zarr':
      return pick.zarrId
    case 'dandiset':
    case 'dandiset-yaml':
      return ''
    default:
      return pick satisfies never
  }
}
