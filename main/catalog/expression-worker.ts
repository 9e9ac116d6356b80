/** Worker thread: looks for regular expressions in paths, so that one that takes for ever holds nobody. */
import { createContext, Script } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import type { FromExpressionWorker, ToExpressionWorker } from './expressions.ts'

/** After so long a newer expression has its turn, and an older one goes on where it was. */
const turnMs = 50
/** Of the thread's own time: so long with one path, or with all of them, is too long. */
const spentMsOnOne = 200
const spentMsInAll = 10_000

interface Look {
  readonly id: number
  readonly pattern: string
  readonly paths: readonly string[]
  readonly holds: Uint8Array<ArrayBuffer>
  /** The next to look at. */
  row: number
}

interface Spent {
  onOneMs: number
  inAllMs: number
}

const lists = new Map<number, string[]>()
const looks: { readonly look: Look; readonly spent: Spent }[] = []
const sandbox: { look: Look | null } = { look: null }
const context = createContext(sandbox)
// Made in the context, an expression is native to it, which matches several times as fast.
new Script(`function go(look) {
  const { paths, holds } = look
  const regex = new RegExp(look.pattern, 'i')
  for (; look.row < holds.length; look.row++) {
    if (holds[look.row] === 1 && !regex.test(paths[look.row])) holds[look.row] = 0
  }
}`).runInContext(context)
const go = new Script('go(look)')
/** Where the runtime cannot tell a thread's own time, that of the process. */
const processorTime = process.threadCpuUsage ?? process.cpuUsage

parentPort?.on('message', (message: ToExpressionWorker) => {
  switch (message.kind) {
    case 'take': {
      const paths = lists.get(message.list) ?? []
      paths.push(...message.paths)
      lists.set(message.list, paths)
      return
    }
    case 'forget':
      lists.delete(message.list)
      return
    case 'look': {
      const { id, list, pattern, holds } = message
      const look = { id, pattern, paths: lists.get(list) ?? [], holds, row: 0 }
      looks.push({ look, spent: { onOneMs: 0, inAllMs: 0 } })
      if (looks.length === 1) goOn()
      return
    }
    default:
      message satisfies never
  }
})

/** The newest first: whoever types is asking for it. */
function goOn(): void {
  const newest = looks.at(-1)
  if (newest === undefined) return
  const { look, spent } = newest
  const isDone = isThrough(look, spent)
  const isSlow = spent.onOneMs > spentMsOnOne || spent.inAllMs > spentMsInAll
  if (isDone || isSlow) {
    looks.pop()
    answer({ id: look.id, holds: isDone ? look.holds : null }, [look.holds.buffer])
  }
  if (looks.length > 0) setImmediate(goOn)
}

function isThrough(look: Look, spent: Spent): boolean {
  const from = look.row
  const before = processorTime()
  sandbox.look = look
  try {
    go.runInContext(context, { timeout: turnMs })
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    const { user, system } = processorTime(before)
    const ms = (user + system) / 1000
    spent.inAllMs += ms
    spent.onOneMs = look.row === from ? spent.onOneMs + ms : 0
    return false
  }
}

function answer(message: FromExpressionWorker, transfer: readonly ArrayBuffer[]): void {
  parentPort?.postMessage(message, transfer)
}
