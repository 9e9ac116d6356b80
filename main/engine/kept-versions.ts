/** Versions that were listed before, for when nobody answers. */
import type { ArchiveRef } from '../model/entry.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Store } from '../store/database.ts'
import type { StoredVersion } from '../store/snapshots.ts'

/** With something kept at hand nobody waits longer for an answer. */
const PATIENCE_MS = 4000

export interface Unanswered<K> {
  readonly kept: K
  readonly failure: FailureRecord
}

/** The answer, or what is kept when nobody can be reached or answers soon. Throws any other failure. */
export async function answerOrKept<T, K>(
  kept: K | null,
  ask: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
): Promise<{ readonly answer: T } | Unanswered<K>> {
  if (kept === null) return { answer: await ask(signal) }
  const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  try {
    return { answer: await ask(patience) }
  } catch (error) {
    signal.throwIfAborted()
    if (isOutOfReach(error)) return { kept, failure: recordOf(error) }
    if (!patience.aborted) throw error
    return { kept, failure: recordOf(new Failure('net.timeout', 'retry-later')) }
  }
}

function isOutOfReach(error: unknown): boolean {
  return error instanceof Failure && error.code.startsWith('net.')
}

/** A published version never changes, so what is kept of it is as good as asking. */
export function keptAsGood(
  { snapshots }: Store,
  { instance, dandisetId, version }: ArchiveRef,
  scope: string,
): StoredVersion | null {
  if (dandisetId === null || version === null) return null
  const kept = snapshots.kept({ instance, dandisetId, version, scope })
  return kept?.snapshot.published ? kept : null
}

/** What a ref meant when somebody last looked: a draft too, and without a version the newest published. */
export function keptOfOld(
  { snapshots }: Store,
  { instance, dandisetId, version }: ArchiveRef,
  scope: string,
): StoredVersion | null {
  return dandisetId === null ? null : snapshots.kept({ instance, dandisetId, version, scope })
}
