/** Worker side: what of a Zarr is on disk already. */
import { hashParts } from '../disk/digest.ts'
import { copyOver, linkOrCopy, publishEntry } from '../disk/partial-file.ts'
import { ensureFolder, lookAt } from '../disk/survey.ts'
import type { EntryLook, EntryResult, EntryToFetch, HashEntriesTask, LookTask } from './tasks.ts'
import type { RunningTask } from './worker-tools.ts'

/**
 * Hashes each entry's file. With `linkInto`, files whose MD5 is the wanted one are put into that
 * folder too; others come back without MD5, as do missing files and those of another size.
 */
export async function hashEntries(
  task: HashEntriesTask,
  running: RunningTask,
): Promise<{ readonly results: readonly EntryResult[] }> {
  const results: EntryResult[] = []
  for (const entry of task.entries) {
    running.signal.throwIfAborted()
    const md5 = await hashOne(entry, task, running)
    results.push({ key: entry.key, sizeBytes: entry.sizeBytes, md5, failure: null })
  }
  return { results }
}

async function hashOne(
  entry: EntryToFetch,
  task: HashEntriesTask,
  running: RunningTask,
): Promise<string | null> {
  const file = `${task.root}/${entry.key}`
  const item = lookAt(file)
  if (item?.kind !== 'file' || item.sizeBytes !== entry.sizeBytes) return null
  const onePart = { onBytes: () => {}, signal: running.signal }
  const [part] = await hashParts(file, Math.max(1, item.sizeBytes), onePart)
  const md5 = part ? Buffer.from(part).toString('hex') : EMPTY_MD5
  if (task.linkInto === null) return md5
  if (entry.md5 !== null && md5 !== entry.md5) return null
  const segments = entry.key.split('/').slice(0, -1)
  ensureFolder(task.linkInto, segments)
  const into = `${task.linkInto}/${entry.key}`
  if (task.how === 'name') publishEntry(file, into)
  else if (task.how === 'copy') copyOver(file, into)
  else linkOrCopy(file, into)
  return md5
}

/** What the disk says of each entry, at the cost of one look each. */
export function lookAtEntries(task: LookTask): { readonly looks: readonly EntryLook[] } {
  return {
    looks: task.entries.map((entry) => ({ key: entry.key, state: lookOf(entry, task.root) })),
  }
}

function lookOf(entry: EntryToFetch, root: string): EntryLook['state'] {
  const item = lookAt(`${root}/${entry.key}`)
  if (!item) return 'missing'
  return item.kind === 'file' && item.sizeBytes === entry.sizeBytes ? 'there' : 'other-size'
}

const EMPTY_MD5 = 'd41d8cd98f00b204e9800998ecf8427e'
