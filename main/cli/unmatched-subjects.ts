/** `--subject` given several times: one that nobody has is told, which what the others find would hide. */
import type { Engine } from '../engine.ts'
import type { Order } from '../model/job.ts'
import type { Terminal } from './download.ts'

/** No command line names more of them. */
const MOST = 5000

/** Those of several subjects of which the order takes no file; none when it takes nothing at all. */
export async function unmatchedSubjects(
  engine: Engine,
  { ref, source, selection }: Order,
  subjects: readonly string[],
): Promise<readonly string[]> {
  if (subjects.length < 2) return []
  const { snapshotId } = await engine['version.open']({ ref: ref as never, source })
  await engine.complete(snapshotId)
  await engine.described(snapshotId)
  const asked = { snapshotId, selection: selection as never, sort: [], offset: 0, limit: MOST }
  const { rows } = await engine['subjects.page'](asked)
  const found = new Set(rows.map(({ id }) => id))
  const unmatched = subjects.filter((id) => !found.has(id))
  return unmatched.length === subjects.length ? [] : unmatched
}

/** Their lines in a plan that is read. */
export function unmatchedLines(unmatched: readonly string[]): string {
  return unmatched.map((id) => `  ✗ subject ${id}: no file matches\n`).join('')
}

/** Of several orders a subject is told that no order has, when all are known. */
export function createTelling({ err }: Pick<Terminal, 'err'>, orders: number) {
  let left: readonly string[] | null = null
  let seen = 0
  return (unmatched: readonly string[]): void => {
    left = (left ?? unmatched).filter((id) => unmatched.includes(id))
    seen += 1
    if (seen < orders) return
    for (const id of left) err(`No file of subject “${id}” matches.\n`)
  }
}
