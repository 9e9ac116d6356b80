import type { ArchiveRef, Pick } from './entry.ts'
import { Failure } from './failure.ts'
import type { Instance } from './instance.ts'

/** What an identifier can have wrong; each has words in the window and the terminal. */
export type IdentifierFlaw =
  | 'form'
  | 'instance'
  | 'dandiset-id'
  | 'version'
  | 'asset-id'
  | 'blob-id'
  | 'zarr-id'
  | 'bucket'
  | 'path'
  /** An archive's address, and nothing in it. */
  | 'whole'
  /** A path where none can be. */
  | 'rest'
  | 'option'

export interface IdentifyOptions {
  readonly instances: readonly Instance[]
  /** Where identifiers without a host are looked up. */
  readonly defaultInstance: string
  /** The person named the default instance for these very identifiers: another host is an error. */
  readonly instanceAsked?: boolean
  /** Paths are patterns. */
  readonly glob?: boolean
}

/** Something that only the network can tell. */
export type Lookup =
  /** Ask `origin` what archive it is (`/server-info`, `/api/info/`), then `identifyOn` the text. */
  | {
      readonly kind: 'host'
      readonly origin: string
      readonly text: string
      readonly glob: boolean
    }
  /** Follow the URL's redirects, then identify where they lead. */
  | { readonly kind: 'redirect'; readonly url: string; readonly glob: boolean }

/** Says which part of the text is wrong; `at` is its offset in UTF-16 units. */
export function flaw(reason: IdentifierFlaw, text: string, part: string): Failure {
  const at = Math.max(0, text.indexOf(part))
  return new Failure('input.identifier', 'give-up', { reason, text, part, at })
}

/** Six digits from one to six; anything else is the flaw `dandiset-id`. */
export function dandisetIdOf(part: string, text: string): string {
  if (!/^\d{1,6}$/.test(part)) throw flaw('dandiset-id', text, part)
  return part.padStart(6, '0')
}

/** `draft`, `N.N.N`, or null for nothing and `latest`. */
export function versionOf(part: string | undefined, text: string): string | null {
  if (part === undefined || part === '' || /^latest$/i.test(part)) return null
  if (/^draft$/i.test(part)) return 'draft'
  if (!/^\d+\.\d+\.\d+$/.test(part)) throw flaw('version', text, part)
  return part
}

/** A lower-case UUID, else the given flaw. */
export function uuidOf(part: string, reason: IdentifierFlaw, text: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(part)) throw flaw(reason, text, part)
  return part.toLowerCase()
}

/** The pick of a path: a pattern, a folder (final slash), one item, or the whole when it is empty. */
export function pickOfPath(path: string, glob: boolean): Pick {
  const relative = path.replace(/^\/+/, '')
  if (relative === '') return { kind: 'dandiset' }
  if (glob) return { kind: 'glob', pattern: relative }
  if (relative.endsWith('/')) return folderPick(relative)
  if (relative === 'dandiset.yaml') return { kind: 'dandiset-yaml' }
  return { kind: 'item', path: relative }
}

/** The folder of a path with or without a final slash. */
export function folderPick(path: string): Pick {
  const relative = path.replace(/^\/+|\/+$/g, '')
  return relative === '' ? { kind: 'dandiset' } : { kind: 'folder', path: `${relative}/` }
}

/** Percent-decoded; text that is not well encoded stays as it is. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export function refOf(
  instance: string,
  dandisetId: string | null,
  version: string | null,
  pick: Pick = { kind: 'dandiset' },
): ArchiveRef {
  return { instance, dandisetId, version, pick }
}
