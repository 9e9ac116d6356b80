/** Main-thread side of the workers: gives out tasks, passes on progress, collects checkpoints. */
import { Worker } from 'node:worker_threads'
import { Failure, failureOf } from '../model/failure.ts'
import type { FromWorker, ResultOf, Task, ToWorker, WorkerSetup } from './tasks.ts'

export interface TaskHooks {
  readonly signal: AbortSignal
  /** Bytes that arrived since the last call. */
  readonly onBytes?: (bytes: number) => void
  /** Bytes of the part that are flushed: after a checkpoint, and when the task ends short. */
  readonly onHave?: (bytes: number) => void
  /** Aborted, the task begins nothing new and ends with what is under way. */
  readonly windUp?: AbortSignal
  /** Tasks of one key go to one worker. */
  readonly affinity?: number
}

export interface Pool {
  /** Rejects with a `Failure`, or with the signal's reason once the worker has stopped. */
  run<T extends Task>(task: T, hooks: TaskHooks): Promise<ResultOf<T>>
  /** Flushes all partials under way and tells each task's `onHave`. */
  checkpoint(): Promise<void>
  close(): Promise<void>
}

interface Lane {
  readonly worker: Worker
  /** Ends with the worker. */
  isAlive: boolean
  /** Whether the worker ever said a word. */
  hasSpoken: boolean
  readonly tasks: Map<number, Under>
  readonly checkpoints: Map<number, () => void>
}

interface Under {
  readonly hooks: TaskHooks
  readonly workBytes: number
  readonly done: (result: unknown) => void
  readonly failed: (reason: unknown) => void
}

/** Work under way that is worth the start of another worker. */
const FULL_BYTES = 1024 * 1024
/** A file and an entry of a Zarr are some work, however small. */
const FILE_BYTES = 128 * 1024
const ENTRY_BYTES = 16 * 1024

/** A worker that cannot start is tried so many times, after growing pauses. */
const STARTS = 3
const RESTART_MS = 200

/**
 * Up to `size` workers from a bundled entry, each started when those before it have their hands full. A worker
 * that dies fails its tasks and is replaced; tasks for one that cannot be replaced go to another, or
 * fail where there is none.
 */
export function createPool(workerUrl: URL, size: number, setup: WorkerSetup): Pool {
  let nextId = 1
  let isClosed = false
  const restarts = new Set<NodeJS.Timeout>()
  const lanes: (Lane | undefined)[] = Array.from({ length: size }, () => undefined)

  function startLane(at: number, start: number): Lane {
    const worker = new Worker(workerUrl, { workerData: setup })
    const tasks: Lane['tasks'] = new Map()
    const lane: Lane = { worker, isAlive: true, hasSpoken: false, tasks, checkpoints: new Map() }
    const inbox = oneATurn((message: FromWorker) => receive(lane, message))
    worker.on('message', (message: FromWorker) => {
      lane.hasSpoken = true
      inbox(message)
    })
    worker.on('error', (error) =>
      fail(lane, new Failure('bug', 'retry-later', { message: error.message }, error)),
    )
    worker.on('exit', (code) => {
      lane.isAlive = false
      fail(lane, new Failure('bug', 'retry-later', { message: `worker ended with ${code}` }))
      if (!isClosed) restart(at, lane.hasSpoken ? 1 : start + 1)
    })
    return lane
  }

  function restart(at: number, start: number): void {
    if (start > STARTS) return
    const timer = setTimeout(() => {
      restarts.delete(timer)
      lanes[at] = startLane(at, start)
    }, RESTART_MS * start)
    restarts.add(timer)
  }

  function laneFor({ affinity }: TaskHooks): Lane | undefined {
    const asked = affinity === undefined ? undefined : laneAt(affinity % size)
    if (asked?.isAlive) return asked
    const [least] = aliveOf(lanes).sort((a, b) => workBytesOf(a) - workBytesOf(b))
    if (least && workBytesOf(least) < FULL_BYTES) return least
    const unused = lanes.indexOf(undefined)
    return unused < 0 ? least : laneAt(unused)
  }

  function laneAt(at: number): Lane {
    const lane = lanes[at] ?? startLane(at, 1)
    lanes[at] = lane
    return lane
  }

  function runOn<T extends Task>(lane: Lane, task: T, hooks: TaskHooks): Promise<ResultOf<T>> {
    return new Promise((resolve, reject) => {
      const id = nextId++
      const { signal, windUp } = hooks
      const abort = () => post(lane, { kind: 'abort', id })
      const end = () => post(lane, { kind: 'wind-up', id })
      const settle = () => {
        signal.removeEventListener('abort', abort)
        windUp?.removeEventListener('abort', end)
      }
      lane.tasks.set(id, {
        hooks,
        workBytes: workBytesIn(task),
        done: (result) => {
          settle()
          resolve(result as ResultOf<T>)
        },
        failed: (reason) => {
          settle()
          reject(reason)
        },
      })
      signal.addEventListener('abort', abort, { once: true })
      windUp?.addEventListener('abort', end, { once: true })
      post(lane, { kind: 'run', id, task })
      if (windUp?.aborted) end()
    })
  }

  return {
    run(task, hooks) {
      if (hooks.signal.aborted) return Promise.reject(hooks.signal.reason)
      if (isClosed) return Promise.reject(new Error('the pool is closed'))
      const lane = laneFor(hooks)
      return lane ? runOn(lane, task, hooks) : Promise.reject(noWorker())
    },
    async checkpoint() {
      await Promise.all(
        aliveOf(lanes).map(
          (lane) =>
            new Promise<void>((resolve) => {
              const id = nextId++
              lane.checkpoints.set(id, resolve)
              post(lane, { kind: 'checkpoint', id })
            }),
        ),
      )
    },
    async close() {
      isClosed = true
      for (const timer of restarts) clearTimeout(timer)
      await Promise.all(lanes.map((lane) => lane?.worker.terminate()))
    },
  }
}

function noWorker(): Failure {
  return new Failure('bug', 'retry-later', { message: 'no worker could be started' })
}

function aliveOf(lanes: readonly (Lane | undefined)[]): Lane[] {
  return lanes.filter((lane) => lane !== undefined).filter((lane) => lane.isAlive)
}

function workBytesOf({ tasks }: Lane): number {
  let sum = 0
  for (const { workBytes } of tasks.values()) sum += workBytes
  return sum
}

/** How much there is to do, told in bytes. */
function workBytesIn(task: Task): number {
  switch (task.kind) {
    case 'part':
      return Math.max(FILE_BYTES, task.length - task.have)
    case 'entries':
    case 'hash-entries':
      return task.entries.reduce((sum, { sizeBytes }) => sum + ENTRY_BYTES + sizeBytes, 0)
    case 'copy':
      return Math.max(FILE_BYTES, task.sizeBytes)
    case 'hash':
      return FULL_BYTES
    case 'look':
    case 'checksum':
      return 0
    default:
      return task satisfies never
  }
}

/**
 * Passes on one message a turn of the event loop. Node hands over all that came at once, and what
 * follows from twenty ended files in one turn would keep the window waiting.
 */
function oneATurn<T>(handle: (message: T) => void): (message: T) => void {
  const waiting: T[] = []
  function next(): void {
    const message = waiting.shift()
    if (message === undefined) return
    if (waiting.length > 0) setImmediate(next)
    handle(message)
  }
  return (message) => {
    waiting.push(message)
    if (waiting.length === 1) setImmediate(next)
  }
}

function post(lane: Lane, message: ToWorker): void {
  lane.worker.postMessage(message)
}

function receive(lane: Lane, message: FromWorker): void {
  switch (message.kind) {
    case 'progress':
      for (const [id, bytes] of message.bytes) lane.tasks.get(id)?.hooks.onBytes?.(bytes)
      return
    case 'checkpointed':
      for (const [id, have] of message.have) lane.tasks.get(id)?.hooks.onHave?.(have)
      lane.checkpoints.get(message.id)?.()
      lane.checkpoints.delete(message.id)
      return
    case 'done':
      takeEnded(lane, message)?.done(message.result)
      return
    case 'failed': {
      const under = takeEnded(lane, message)
      under?.hooks.onHave?.(message.have)
      under?.failed(failureOf(message.failure))
      return
    }
    case 'aborted': {
      const under = takeEnded(lane, message)
      under?.hooks.onHave?.(message.have)
      under?.failed(under.hooks.signal.reason)
      return
    }
    default:
      message satisfies never
  }
}

function takeEnded(lane: Lane, { id, bytes }: { id: number; bytes: number }): Under | undefined {
  const under = take(lane, id)
  if (bytes > 0) under?.hooks.onBytes?.(bytes)
  return under
}

function take(lane: Lane, id: number): Under | undefined {
  const under = lane.tasks.get(id)
  lane.tasks.delete(id)
  return under
}

function fail(lane: Lane, reason: Failure): void {
  for (const id of [...lane.tasks.keys()]) take(lane, id)?.failed(reason)
  for (const done of lane.checkpoints.values()) done()
  lane.checkpoints.clear()
}
