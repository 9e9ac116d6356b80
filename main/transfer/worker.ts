/** Worker thread: fetches, writes and hashes, so that no byte of a file passes the main thread. */
import { parentPort, workerData } from 'node:worker_threads'
import { hashParts } from '../disk/digest.ts'
import { recordOf } from '../model/failure.ts'
import { createHttp, type Http } from '../net/http.ts'
import { createThrottle } from './bandwidth.ts'
import { copyFile } from './copy-file.ts'
import { fetchEntries } from './fetch-entries.ts'
import { fetchPart, flushNames } from './fetch-part.ts'
import { hashEntries, lookAtEntries } from './hash-entries.ts'
import type { ChecksumTask, FromWorker, Task, TaskResults, ToWorker, WorkerSetup } from './tasks.ts'
import type { RunningTask, WorkerTools } from './worker-tools.ts'
import { createZarrChecksum } from './zarr-checksum.ts'

const REPORT_MS = 200
/** Trees under way; more than files can move at once, so what falls out was given up. */
const MOST_TREES = 64

interface Running extends RunningTask {
  readonly abort: AbortController
}

const port = parentPort
const setup = workerData as WorkerSetup
const running = new Map<number, Running>()
const counted = new Map<number, number>()
const clients = new Map<string, Http>()
const checksums = new Map<string, ReturnType<typeof createZarrChecksum>>()
const tools: WorkerTools = {
  http: (proxy) => clientFor(proxy ?? ''),
  throttle: createThrottle(setup.bandwidth),
  stallMs: setup.stallMs,
}

function clientFor(proxy: string): Http {
  const known = clients.get(proxy)
  if (known) return known
  const made = createHttp({
    userAgent: setup.userAgent,
    connectionsPerOrigin: setup.connectionsPerOrigin,
    env: setup.environment,
    ...(proxy === '' ? {} : { proxies: { '*': proxy } }),
  })
  clients.set(proxy, made)
  return made
}

function send(message: FromWorker): void {
  port?.postMessage(message)
}

async function run(id: number, task: Task): Promise<void> {
  const abort = new AbortController()
  const own: Running = {
    abort,
    signal: abort.signal,
    have: 0,
    flush: null,
    isEnding: false,
    count: (bytes) => counted.set(id, (counted.get(id) ?? 0) + bytes),
  }
  running.set(id, own)
  try {
    const result = await perform(task, own)
    send({ kind: 'done', id, bytes: uncounted(id), result })
  } catch (error) {
    const ending = { id, bytes: uncounted(id), have: own.have }
    if (own.signal.aborted) send({ kind: 'aborted', ...ending })
    else send({ kind: 'failed', failure: recordOf(error), ...ending })
  } finally {
    running.delete(id)
  }
}

/** Bytes that no report told yet. */
function uncounted(id: number): number {
  const bytes = counted.get(id) ?? 0
  counted.delete(id)
  return bytes
}

function perform(task: Task, own: Running): Promise<TaskResults[Task['kind']]> {
  switch (task.kind) {
    case 'part':
      return fetchPart(task, own, tools)
    case 'entries':
      return fetchEntries(task, own, tools)
    case 'hash':
      return hashParts(task.file, task.partBytes, { onBytes: () => {}, signal: own.signal }).then(
        (md5s) => ({ md5s }),
      )
    case 'copy':
      return copyFile(task, own)
    case 'hash-entries':
      return hashEntries(task, own)
    case 'look':
      return Promise.resolve(lookAtEntries(task))
    case 'checksum':
      return Promise.resolve({ value: addToChecksum(task) })
    default:
      return task satisfies never
  }
}

function addToChecksum(task: ChecksumTask): string | null {
  const tree = checksums.get(task.session) ?? createZarrChecksum()
  checksums.set(task.session, tree)
  if (checksums.size > MOST_TREES) checksums.delete([...checksums.keys()][0] ?? '')
  for (const [key, md5, sizeBytes] of task.rows) tree.add(key, md5, sizeBytes)
  if (!task.end) return null
  checksums.delete(task.session)
  return tree.value()
}

function report(): void {
  if (counted.size === 0) return
  send({ kind: 'progress', bytes: [...counted] })
  counted.clear()
}

function windUp(id: number): void {
  const own = running.get(id)
  if (own) own.isEnding = true
}

async function checkpoint(id: number): Promise<void> {
  const have: [number, number][] = []
  await flushNames().catch(() => {})
  await Promise.all(
    [...running].map(async ([taskId, own]) => {
      const { have: before, flush } = own
      if (!flush) return
      try {
        await flush()
        have.push([taskId, before])
      } catch {
        // The task itself meets the same trouble with its next write and reports it.
      }
    }),
  )
  send({ kind: 'checkpointed', id, have })
}

port?.on('message', (message: ToWorker) => {
  switch (message.kind) {
    case 'run':
      void run(message.id, message.task)
      break
    case 'abort':
      running.get(message.id)?.abort.abort()
      break
    case 'wind-up':
      windUp(message.id)
      break
    case 'checkpoint':
      void checkpoint(message.id)
      break
    default:
      message satisfies never
  }
})
setInterval(report, REPORT_MS).unref()
