/** What is different when only a part of a Zarr was ordered. */
import { lookAt } from '../disk/survey.ts'
import { PART_DIGEST, partPredicate } from '../model/zarr-part.ts'
import type { OpenJournal, TransferTask } from './ports.ts'

/** A partial serves one part alone: for another choice what it holds is hashed and goes on. */
export function journalKey({ entry, keep }: TransferTask): string {
  const expected = entry.checksum?.value ?? 'unknown'
  return keep === null ? expected : `${PART_DIGEST} ${expected} ${JSON.stringify(keep)}`
}

/** What was ordered, and what an earlier order left there: a part grows unless it is overwritten. */
export function partOf({ keep, existing }: TransferTask, final: string): (key: string) => boolean {
  if (keep === null) return () => true
  const isKept = partPredicate(keep)
  if (existing === 'overwrite') return isKept
  return (key) => isKept(key) || lookAt(`${final}/${key}`)?.kind === 'file'
}

export function digestText({ keep }: TransferTask, tree: string): string {
  return `${keep === null ? 'zarr-checksum' : PART_DIGEST}:${tree}`
}

/** The size of a part is known once it is listed. */
export function partSize(
  { keep }: TransferTask,
  journal: OpenJournal,
): { readonly sizeBytes?: number } {
  return keep === null ? {} : { sizeBytes: journal.tally().size }
}
