import { existingModes } from './settings.ts'

/** What a destination holds, compared with what the archive has. */
export interface LocalFile {
  readonly sizeBytes: number
  /** ms since 1970, with fractions. */
  readonly modifiedAt: number
}

/** `own`: what Dandelion fetched and nobody changed since is replaced, anything else never. */
export const placeModes = [...existingModes, 'own'] as const
export type PlaceMode = (typeof placeModes)[number]

export type ExistingDecision = 'fetch' | 'skip' | 'compare' | 'refuse'

/**
 * What to do with a file that is there, before its digest is known. `compare` asks for the digest;
 * `afterComparing` then decides. Modes mean what they mean to the `dandi` client, except that
 * `error` leaves a file alone whose digest matches.
 */
export function decideExisting(
  mode: PlaceMode,
  local: LocalFile & { readonly isOwn?: boolean },
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
    case 'own':
      if (sameSize) return 'compare'
      return local.isOwn ? 'fetch' : 'refuse'
    case 'refresh':
      return sameSize && sameTime(local.modifiedAt, remote.modifiedAt) ? 'skip' : 'fetch'
    default:
      return mode satisfies never
  }
}

export function afterComparing(
  mode: PlaceMode,
  digestMatches: boolean,
  isOwn = false,
): ExistingDecision {
  if (digestMatches) return 'skip'
  const isRefused = mode === 'error' || (mode === 'own' && !isOwn)
  return isRefused ? 'refuse' : 'fetch'
}

/** The `dandi` client's own tolerance is 1 µs; disks and JavaScript's milliseconds round to 1 ms. */
function sameTime(localMs: number, remoteMs: number | null): boolean {
  return remoteMs !== null && Math.abs(localMs - remoteMs) < 1
}
