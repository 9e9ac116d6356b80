import type { Pick } from './entry.ts'
import { Failure } from './failure.ts'

export type PathRules = 'posix' | 'windows'

const windowsReserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that Windows refuses
const windowsForbidden = /[<>:"|?*\\\u0000-\u001f]/
/** Bytes of one name on ext4, XFS, APFS; NTFS counts 255 UTF-16 units, which is never more. */
const MAX_NAME_BYTES = 255
/** Ending of everything unfinished; nothing with this ending was verified, and no asset may have it. */
export const PARTIAL_ENDING = '.dandelion-partial'
/** Room for that ending, and some to spare. */
const PARTIAL_ROOM = 24

/**
 * A path from a server as segments that stay below the destination and that this kind of disk can
 * hold. Throws `disk.unsafe-path` for what would leave it, `disk.name` for what it cannot hold.
 */
export function safeSegments(path: string, rules: PathRules): readonly string[] {
  const segments = path.split('/')
  for (const segment of segments) checkSegment(segment, path, rules)
  return segments
}

function checkSegment(segment: string, path: string, rules: PathRules): void {
  if (segment === '' || segment === '.' || segment === '..' || segment.includes('\0')) {
    throw new Failure('disk.unsafe-path', 'give-up', { path })
  }
  if (new TextEncoder().encode(segment).length > MAX_NAME_BYTES - PARTIAL_ROOM) {
    throw new Failure('disk.name', 'ask-user', { path, name: segment, reason: 'too-long' })
  }
  if (segment.toLowerCase().endsWith(PARTIAL_ENDING)) {
    throw new Failure('disk.name', 'ask-user', { path, name: segment, reason: 'partial' })
  }
  if (rules === 'windows') checkWindowsName(segment, path)
}

function checkWindowsName(name: string, path: string): void {
  const refuse = (reason: string) => new Failure('disk.name', 'ask-user', { path, name, reason })
  if (windowsReserved.test(name)) throw refuse('reserved')
  if (windowsForbidden.test(name)) throw refuse('character')
  if (/[. ]$/.test(name)) throw refuse('ending')
}

/**
 * Where the `dandi` client puts an asset, relative to the output folder: the whole tree under the
 * dandiset's number for a dandiset (and for everything with `preserveTree`), the folder itself for a
 * folder, the bare name for an item, what follows the last `/` of a prefix, the full path for a glob.
 */
export function layoutPath(
  assetPath: string,
  layout: {
    readonly pick: Pick
    readonly dandisetId: string | null
    readonly preserveTree: boolean
  },
): string {
  const { pick, dandisetId, preserveTree } = layout
  if (preserveTree || pick.kind === 'dandiset' || pick.kind === 'dandiset-yaml') {
    return dandisetId === null ? assetPath : `${dandisetId}/${assetPath}`
  }
  switch (pick.kind) {
    case 'folder':
      return assetPath.slice(parentLength(pick.path.replace(/\/$/, '')))
    case 'prefix':
      return assetPath.slice(parentLength(pick.prefix))
    case 'glob':
      return assetPath
    case 'item':
    case 'asset':
    case 'blob':
    case 'zarr':
      return assetPath.slice(parentLength(assetPath))
    default:
      return pick satisfies never
  }
}

/** Length of everything up to and with the last `/`. */
function parentLength(path: string): number {
  return path.lastIndexOf('/') + 1
}

/** One spelling for names that a disk without case, or one that composes Unicode, would mix up. */
export function clashKey(localPath: string, caseSensitive: boolean): string {
  return caseSensitive ? localPath : localPath.normalize('NFC').toLowerCase()
}
