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

/**
 * The same, but with names that this disk can hold in place of those that it cannot: `_` for each
 * character that is refused, the beginning and a mark for what is too long. What would leave the
 * destination is refused all the same.
 */
export function fittingSegments(path: string, rules: PathRules): readonly string[] {
  return path.split('/').map((segment) => fittingName(segment, path, rules))
}

function fittingName(segment: string, path: string, rules: PathRules): string {
  try {
    checkSegment(segment, path, rules)
    return segment
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'disk.name') throw error
  }
  const name = shortened(rules === 'windows' ? fittingOnWindows(segment) : segment)
  const fitting = name.toLowerCase().endsWith(PARTIAL_ENDING) ? `${name}_` : name
  checkSegment(fitting, path, rules)
  return fitting
}

function fittingOnWindows(segment: string): string {
  const name = segment
    .replace(new RegExp(windowsForbidden.source, 'g'), '_')
    .replace(/[. ]+$/, (end) => '_'.repeat(end.length))
  return windowsReserved.test(name) ? name.replace(/^[^.]+/, (stem) => `${stem}_`) : name
}

function shortened(name: string): string {
  const most = MAX_NAME_BYTES - PARTIAL_ROOM - 1
  const bytes = new TextEncoder().encode(name)
  if (bytes.length <= most) return name
  const ending = /(?:\.[A-Za-z0-9]{1,8}){1,2}$/.exec(name)?.[0] ?? ''
  const mark = `~${shortHash(name)}${ending}`
  const stem = new TextDecoder()
    .decode(bytes.subarray(0, most - mark.length))
    .replace(/\ufffd+$/, '')
  return stem + mark
}

/** Another name for what would take one that is taken; the same for the same asset each time. */
export function twinPath(localPath: string, assetPath: string): string {
  const slash = localPath.lastIndexOf('/') + 1
  const name = localPath.slice(slash)
  const ending = /(?:\.[A-Za-z0-9]{1,8}){1,2}$/.exec(name)?.[0] ?? ''
  const stem = name.slice(0, name.length - ending.length)
  return `${localPath.slice(0, slash)}${shortened(`${stem}~${shortHash(assetPath)}${ending}`)}`
}

/** 32 bits of FNV-1a, to tell names apart; proves nothing. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193)
  return (hash >>> 0).toString(36).padStart(7, '0')
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
