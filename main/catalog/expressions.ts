/** Regular expressions over many paths, looked for in a thread of their own. */
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
  /** How many paths of a list the thread has. */
  readonly taken: WeakMap<readonly string[], { readonly list: number; count: number }>
  /** What nobody can ask about any more needs no room there. */
  readonly ended: FinalizationRegistry<number>
}

/** Beside this file, as a source in tests and as a bundle in the product. */
const workerFile = `./expression-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`
const pathsAtOnce = 2048
let lane: Lane | null = null
let nextId = 1

/**
 * Of the paths that hold, those in which the expression is found; null when it takes too long.
 * `holds` is given away. Paths are only ever added to the end of a list.
 */
export async function lookForExpression(
  pattern: string,
  paths: readonly string[],
  holds: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  lane ??= startLane()
  const { worker, asked } = lane
  const list = await give(lane, paths, holds.length)
  const id = nextId++
  return new Promise((done, failed) => {
    asked.set(id, { done, failed })
    worker.ref()
    post(worker, { kind: 'look', id, list, pattern: quick(pattern), holds }, [holds.buffer])
  })
}

/** Starts the thread and gives it the paths, which the first expression would wait for. */
export async function awaitExpressions(paths: readonly string[]): Promise<void> {
  lane ??= startLane()
  await give(lane, paths, paths.length)
}

/** What may stand before a path's match is looked for at each of its places otherwise. */
const quick = (pattern: string): string => pattern.replace(/^(?:\.\*\??)+/, '')

async function give(
  { worker, taken, ended }: Lane,
  paths: readonly string[],
  size: number,
): Promise<number> {
  const known = taken.get(paths) ?? { list: nextId++, count: 0 }
  if (!taken.has(paths)) ended.register(paths, known.list)
  taken.set(paths, known)
  const turns = createTurns()
  while (known.count < size) {
    const from = known.count
    known.count = Math.min(size, from + pathsAtOnce)
    post(worker, { kind: 'take', list: known.list, paths: paths.slice(from, known.count) })
    await turns.pause()
  }
  return known.list
}

/** A thread that nobody waits for keeps no program from its end. */
function startLane(): Lane {
  const worker = new Worker(new URL(workerFile, import.meta.url))
  const asked: Lane['asked'] = new Map()
  const fail = (error: Error) => {
    if (lane?.worker === worker) lane = null
    for (const { failed } of asked.values()) failed(error)
    asked.clear()
  }
  worker.unref()
  worker.on('error', fail)
  worker.on('exit', (code) => fail(new Error(`the thread of expressions ended with ${code}`)))
  worker.on('message', ({ id, holds }: FromExpressionWorker) => {
    asked.get(id)?.done(holds)
    asked.delete(id)
    if (asked.size === 0) worker.unref()
  })
  const ended = new FinalizationRegistry((list: number) => post(worker, { kind: 'forget', list }))
  return { worker, asked, taken: new WeakMap(), ended }
}

function post(
  worker: Worker,
  message: ToExpressionWorker,
  transfer: readonly ArrayBuffer[] = [],
): void {
  worker.postMessage(message, transfer)
}
