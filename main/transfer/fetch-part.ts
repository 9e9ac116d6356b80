/** Worker side: one dandi-etag part from the line to the disk, hashed on the way. */
import { createHash } from 'node:crypto'
import { dirname } from 'node:path'
import {
  flushFolder,
  hashWritten,
  openFresh,
  openPartial,
  type PartialFile,
  publishFile,
  removePartial,
} from '../disk/partial-file.ts'
import { ensureFolder, lookAt } from '../disk/survey.ts'
import type { Location } from '../model/entry.ts'
import type { LocalFile } from '../model/existing.ts'
import { Failure } from '../model/failure.ts'
import { dandiEtag } from './dandi-etag.ts'
import { drain, openRange, type RangeRequest } from './fetch-range.ts'
import type { PartPublication, PartResult, PartTask } from './tasks.ts'
import type { RunningTask, WorkerTools } from './worker-tools.ts'

/**
 * Runs to the end of the part or throws. `running.have` always tells how many bytes of the part are
 * in the partial; `running.flush` makes that true for the disk too. The result is sent only after
 * the bytes were flushed, and for a part that publishes, after the file has its name.
 */
export async function fetchPart(
  task: PartTask,
  running: RunningTask,
  tools: WorkerTools,
): Promise<PartResult> {
  const file = open(task)
  running.have = task.have
  running.flush = () => file.flush()
  try {
    const md5 = await receive(task, file, { running, tools })
    await file.flush()
    return { md5, published: task.publish && publish(task, task.publish, { file, md5 }) }
  } catch (error) {
    await file.flush().catch(() => {})
    throw error
  } finally {
    running.flush = null
    file.close()
  }
}

function open({ file, opening }: PartTask): PartialFile {
  switch (opening.kind) {
    case 'kept':
      return openPartial(file, opening.identity)
    case 'fresh':
      ensureFolder(opening.root, opening.folders)
      removePartial(file)
      return openFresh(file)
    default:
      return opening satisfies never
  }
}

async function receive(
  task: PartTask,
  file: PartialFile,
  { running, tools }: { running: RunningTask; tools: WorkerTools },
): Promise<Uint8Array> {
  const { offset, length, have, location } = task
  const hash = have === 0 ? createHash('md5') : null
  if (have < length && !location)
    throw new Failure('bug', 'give-up', { message: 'a part without a location' })
  if (have < length && location) {
    const { signal } = running
    const request = rangeRequest(task, location, { signal, stallMs: tools.stallMs })
    const answer = await openRange(tools.http(task.proxy), request)
    await drain(answer, request, (chunk) => {
      file.write(chunk, offset + running.have)
      hash?.update(chunk)
      running.have += chunk.length
      running.count(chunk.length)
      return tools.throttle(chunk.length, signal)
    })
  }
  // A beginning is read when all is there: not each time that it is cut, nor before the line is busy.
  return (hash ?? hashWritten(file, offset, length)).digest()
}

function rangeRequest(
  task: PartTask,
  location: Location,
  { signal, stallMs }: { signal: AbortSignal; stallMs: number },
): RangeRequest {
  return {
    url: location.url,
    headers: location.headers,
    etag: location.etag,
    start: task.offset + task.have,
    length: task.length - task.have,
    fileBytes: task.fileBytes,
    stallMs,
    signal,
  }
}

function publish(
  task: PartTask,
  { final, replace, modifiedAt, dandiEtag: expected }: PartPublication,
  { file, md5 }: { file: PartialFile; md5: Uint8Array },
): LocalFile | null {
  const came = dandiEtag(task.fileBytes === 0 ? [] : [md5])
  if (came !== expected) {
    removePartial(task.file)
    throw new Failure('digest.mismatch', 'retry-now', { expected, came })
  }
  const { file: partial, fileBytes: sizeBytes } = task
  publishFile({ partial, final, replace, modifiedAt, identity: file.identity, sizeBytes })
  renamedIn.add(dirname(final))
  const item = lookAt(final)
  return item?.kind === 'file' ? { sizeBytes, modifiedAt: item.modifiedAt } : null
}

/** Folders whose renames are not on the disk yet. */
const renamedIn = new Set<string>()

/** Makes the names given since the last call last through a power cut; by the beat, not a file. */
export async function flushNames(): Promise<void> {
  const folders = [...renamedIn]
  renamedIn.clear()
  await Promise.all(folders.map((folder) => flushFolder(folder)))
}
