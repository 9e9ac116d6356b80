/** Regular expressions over many paths, looked for in threads of their own. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { createTurns } from './turns.ts'

export type ToExpressionWorker =
  | { readonly kind: 'take'; readonly list: number; readonly paths: readonly string[] }
  | { readonly kind: 'forget'; readonly list: number }
  | {
      readonly kind: 'look'
      readonly id: number
      readonly list: number
      readonly pattern: string
      readonly holds: Uint8Array<ArrayBuffer>
    }

export interface FromExpressionWorker {
  readonly id: number
  /** null: it takes too long. */
  readonly holds: Uint8Array<ArrayBuffer> | null
}

interface Asked {
  readonly done: (holds: Uint8Array<ArrayBuffer> | null) => void
  readonly failed: (error: Error) => void
}

interface Lane {
  readonly worker: Worker
  readonly asked: Map<number, Asked>
}

/** The threads that look together, each at every so many-th block of a list. */
interface Crew {
  readonly lanes: readonly Lane[]
  /** How many paths of a list the threads have. */
  readonly taken: WeakMap<readonly string[], { readonly list: number; count: number }>
  /** What nobody can ask about any more needs no room there. */
  readonly ended: FinalizationRegistry<number>
}

/** Beside this file, as a source in tests and as a bundle in the product. */
const workerFile = `./expression-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`
const blockRows = 2048
const lanesAtMost = 4
let crew: Crew | null = null
let nextId = 1

/**
 * Of the paths that hold, those in which the expression is found; null when it takes too long.
 * Paths are only ever added to the end of a list.
 */
export async function lookForExpression(
  pattern: string,
  paths: readonly string[],
  holds: Uint8Array,
): Promise<Uint8Array | null> {
  crew ??= startCrew()
  const { lanes } = crew
  const list = await give(crew, paths, holds.length)
  const shares = await Promise.all(
    lanes.map((lane, at) => {
      const share = shareOf(holds, at, lanes.length)
      return lookIn(lane, { list, pattern: quick(pattern), holds: share })
    }),
  )
  return togetherOf(shares, holds.length)
}

/** Starts the threads and gives them the paths, which the first expression would wait for. */
export async function awaitExpressions(paths: readonly string[]): Promise<void> {
  crew ??= startCrew()
  await give(crew, paths, paths.length)
}

function lookIn(
  { worker, asked }: Lane,
  look: Omit<Extract<ToExpressionWorker, { kind: 'look' }>, 'kind' | 'id'>,
): Promise<Uint8Array | null> {
  const id = nextId++
  return new Promise((done, failed) => {
    asked.set(id, { done, failed })
    worker.ref()
    post(worker, { kind: 'look', id, ...look }, [look.holds.buffer])
  })
}

/** The blocks of a thread, one after the other. */
function shareOf(all: Uint8Array, at: number, lanes: number): Uint8Array<ArrayBuffer> {
  const share = new Uint8Array(all.length)
  let size = 0
  for (const [from, to] of blocksOf(all.length, at, lanes)) {
    share.set(all.subarray(from, to), size)
    size += to - from
  }
  return share.slice(0, size)
}

/** The shares of all threads in the order of the rows. */
function togetherOf(shares: readonly (Uint8Array | null)[], size: number): Uint8Array | null {
  const all = new Uint8Array(size)
  for (const [at, share] of shares.entries()) {
    if (share === null) return null
    let taken = 0
    for (const [from, to] of blocksOf(size, at, shares.length)) {
      all.set(share.subarray(taken, taken + to - from), from)
      taken += to - from
    }
  }
  return all
}

function* blocksOf(size: number, at: number, lanes: number): Generator<readonly [number, number]> {
  for (let from = at * blockRows; from < size; from += lanes * blockRows) {
    yield [from, Math.min(size, from + blockRows)]
  }
}

/** What may stand before a path's match is looked for at each of its places otherwise. */
const quick = (pattern: string): string => pattern.replace(/^(?:\.\*\??)+/, '')

async function give(
  { lanes, taken, ended }: Crew,
  paths: readonly string[],
  size: number,
): Promise<number> {
  const known = taken.get(paths) ?? { list: nextId++, count: 0 }
  if (!taken.has(paths)) ended.register(paths, known.list)
  taken.set(paths, known)
  const turns = createTurns()
  while (known.count < size) {
    const from = known.count
    const block = Math.floor(from / blockRows)
    known.count = Math.min(size, (block + 1) * blockRows)
    const lane = lanes[block % lanes.length]
    if (lane)
      post(lane.worker, { kind: 'take', list: known.list, paths: paths.slice(from, known.count) })
    await turns.pause()
  }
  return known.list
}

function startCrew(): Crew {
  const count = Math.min(lanesAtMost, availableParallelism())
  const fail = (error: Error) => {
    if (crew === started) crew = null
    for (const { worker, asked } of lanes) {
      void worker.terminate()
      for (const { failed } of asked.values()) failed(error)
      asked.clear()
    }
  }
  const lanes = Array.from({ length: count }, () => startLane(fail))
  const ended = new FinalizationRegistry((list: number) => {
    for (const { worker } of lanes) post(worker, { kind: 'forget', list })
  })
  const started: Crew = { lanes, taken: new WeakMap(), ended }
  return started
}

/** A thread that nobody waits for keeps no program from its end. */
function startLane(fail: (error: Error) => void): Lane {
  const worker = new Worker(new URL(workerFile, import.meta.url))
  const asked: Lane['asked'] = new Map()
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`a thread of expressions ended with ${code}`)))
  worker.on('message', ({ id, holds }: FromExpressionWorker) => {
    asked.get(id)?.done(holds)
    asked.delete(id)
    if (asked.size === 0) worker.unref()
  })
  // Listening to messages holds it again.
  worker.unref()
  return { worker, asked }
}

function post(
  worker: Worker,
  message: ToExpressionWorker,
  transfer: readonly ArrayBuffer[] = [],
): void {
  worker.postMessage(message, transfer)
}
