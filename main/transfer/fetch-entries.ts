/** Worker side: a batch of a Zarr's entries, each its own small file. */
import { createHash } from 'node:crypto'
import { openFresh } from '../disk/partial-file.ts'
import { ensureFolder } from '../disk/survey.ts'
import type { ZarrLocation } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { drain, openRange } from './fetch-range.ts'
import type { EntriesResult, EntriesTask, EntryResult, EntryToFetch } from './tasks.ts'
import type { RunningTask, WorkerTools } from './worker-tools.ts'

/** Fetches all entries; one that fails does not stop the others. Aborted, it gives what arrived so far. */
export async function fetchEntries(
  task: EntriesTask,
  running: RunningTask,
  tools: WorkerTools,
): Promise<EntriesResult> {
  const results: EntryResult[] = []
  const waiting = task.entries.values()
  const batch: Batch = { task, running, tools, folders: new Set(), servedBy: null }
  async function lane(): Promise<void> {
    for (const entry of waiting) {
      if (running.signal.aborted || running.isEnding) return
      const result = await fetchOne(entry, batch)
      if (result) results.push(result)
    }
  }
  await Promise.all(Array.from({ length: task.concurrency }, lane))
  return { results, servedBy: batch.servedBy }
}

interface Batch {
  readonly task: EntriesTask
  readonly running: RunningTask
  readonly tools: WorkerTools
  readonly folders: Set<string>
  /** Origin of the host that answered last. */
  servedBy: string | null
}

/** Null for an entry that an abort cut short. */
async function fetchOne(entry: EntryToFetch, batch: Batch): Promise<EntryResult | null> {
  const { key, sizeBytes } = entry
  try {
    const md5 = await receive(entry, batch)
    if (entry.md5 === null || md5 === entry.md5) return { key, sizeBytes, md5, failure: null }
    const details = { key, expected: entry.md5, came: md5 }
    throw new Failure('digest.mismatch', 'retry-now', details)
  } catch (error) {
    if (batch.running.signal.aborted) return null
    return { key, sizeBytes, md5: null, failure: recordOf(error) }
  }
}

async function receive(entry: EntryToFetch, batch: Batch): Promise<string> {
  const { task, running, tools, folders } = batch
  const segments = entry.key.split('/')
  const name = segments.pop() ?? ''
  const parent = segments.join('/')
  if (!folders.has(parent)) {
    ensureFolder(task.root, segments)
    folders.add(parent)
  }
  const file = openFresh(parent === '' ? `${task.root}/${name}` : `${task.root}/${parent}/${name}`)
  try {
    const hash = createHash('md5')
    if (entry.sizeBytes > 0) {
      const request = {
        url: entryUrl(task.location, entry.key),
        headers: task.location.headers,
        etag: entry.md5,
        start: 0,
        length: entry.sizeBytes,
        fileBytes: entry.sizeBytes,
        stallMs: tools.stallMs,
        signal: running.signal,
      }
      let at = 0
      const answer = await openRange(tools.http(task.proxy), request)
      batch.servedBy = new URL(answer.url).origin
      await drain(answer, request, (chunk) => {
        file.write(chunk, at)
        hash.update(chunk)
        at += chunk.length
        running.count(chunk.length)
        return tools.throttle(chunk.length, running.signal)
      })
    }
    file.truncate(entry.sizeBytes)
    if (entry.modifiedAt !== null) file.setModified(entry.modifiedAt)
    await file.flush()
    return hash.digest('hex')
  } finally {
    file.close()
  }
}

/** The address of one entry of a Zarr. */
export function entryUrl(location: ZarrLocation, key: string): string {
  const encoded =
    location.encode === 'query'
      ? encodeURIComponent(key)
      : key.split('/').map(encodeURIComponent).join('/')
  return location.before + encoded + location.after
}
