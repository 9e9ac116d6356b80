import type { ExistingMode } from './settings.ts'

/** What a destination holds, compared with what the archive has. */
export interface LocalFile {
  readonly sizeBytes: number
  /** ms since 1970, with fractions. */
  readonly modifiedAt: number
}

export type ExistingDecision = 'fetch' | 'skip' | 'compare' | 'refuse'

/**
 * What to do with a file that is there, before its digest is known. `compare` asks for the digest;
 * `afterComparing` then decides. Modes mean what they mean to the `dandi` client, except that
 * `error` leaves a file alone whose digest matches.
 */
export function decideExisting(
  mode: ExistingMode,
  local: LocalFile,
  remote: { readonly sizeBytes: number; readonly modifiedAt: number | null },
): ExistingDecision {
  const sameSize = local.sizeBytes === remote.sizeBytes
  switch (mode) {
    case 'error':
      return sameSize ? 'compare' : 'refuse'
    case 'skip':
      return 'skip'
    case 'overwrite':
      return 'fetch'
    case 'overwrite-different':
      return sameSize ? 'compare' : 'fetch'
    case 'refresh':
      return sameSize && sameTime(local.modifiedAt, remote.modifiedAt) ? 'skip' : 'fetch'
    default:
      return mode satisfies never
  }
}

export function afterComparing(mode: ExistingMode, digestMatches: boolean): ExistingDecision {
  if (digestMatches) return 'skip'
  return mode === 'error' ? 'refuse' : 'fetch'
}

/** The `dandi` client's own tolerance is 1 µs; disks and JavaScript's milliseconds round to 1 ms. */
function sameTime(localMs: number, remoteMs: number | null): boolean {
  return remoteMs !== null && Math.abs(localMs - remoteMs) < 1
}
