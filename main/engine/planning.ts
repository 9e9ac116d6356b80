/** What an order would do on this disk, before a byte is fetched. */
import { join } from 'node:path'
import { partialPath, partialSize } from '../disk/partial-file.ts'
import { canWrite, freeBytes, isCaseSensitive, lookAt } from '../disk/survey.ts'
import { decideExisting } from '../model/existing.ts'
import { Failure, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import type { Plan, PlanProblem, Tally } from '../model/plan.ts'
import type { NewTransfer } from '../store/transfers.ts'
import type { Context } from './context.ts'
import { createPlacer, folderOf, wantsAssets, wantsYaml, yamlTransfer } from './placing.ts'
import type { Versions } from './versions.ts'

export type Verdict = 'fetch' | 'resume' | 'keep' | 'replace' | 'problem'

export interface Look {
  readonly verdict: Verdict
  /** Bytes that the disk must still take. */
  readonly bytesToCome: number
  readonly failure: FailureRecord | null
}

const PAGE = 1000
const SHOWN_PROBLEMS = 100

/** How one transfer meets what is on the disk. A few calls of the file system, no reading. */
export function lookAtPlace(transfer: NewTransfer, order: Order): Look {
  const { entry, failure } = transfer
  if (failure) return { verdict: 'problem', bytesToCome: 0, failure }
  const final = join(order.destination, ...transfer.localPath.split('/'))
  const item = lookAt(final)
  if (!item) return withoutFile(final, entry.sizeBytes)
  if (transfer.kind === 'zarr' && item.kind === 'folder') return overZarr(order, entry.sizeBytes)
  if (item.kind !== 'file' || transfer.kind === 'zarr') {
    return order.existing === 'skip' ? settled('keep') : inTheWay(final)
  }
  const decision = decideExisting(order.existing, item, entry)
  if (transfer.kind === 'dandiset-yaml' || decision === 'compare' || decision === 'skip')
    return settled('keep')
  return decision === 'refuse'
    ? inTheWay(final)
    : { verdict: 'replace', bytesToCome: entry.sizeBytes, failure: null }
}

function settled(verdict: Verdict): Look {
  return { verdict, bytesToCome: 0, failure: null }
}

function withoutFile(final: string, sizeBytes: number): Look {
  const have = partialSize(partialPath(final))
  const isZarrPartial = lookAt(partialPath(final))?.kind === 'folder'
  if (have === null && !isZarrPartial)
    return { verdict: 'fetch', bytesToCome: sizeBytes, failure: null }
  return { verdict: 'resume', bytesToCome: Math.max(0, sizeBytes - (have ?? 0)), failure: null }
}

function overZarr(order: Order, sizeBytes: number): Look {
  if (order.existing === 'error' || order.existing === 'skip') return settled('keep')
  return { verdict: 'replace', bytesToCome: sizeBytes, failure: null }
}

function inTheWay(path: string): Look {
  const failure = recordOf(new Failure('disk.exists', 'ask-user', { path }))
  return { verdict: 'problem', bytesToCome: 0, failure }
}

interface Sum {
  readonly tallies: Record<Verdict, { files: number; bytes: number }>
  readonly problems: PlanProblem[]
  problemCount: number
  bytesToCome: number
}

/** Lists the order's version to its end, then looks at each place. Writes nothing. */
export async function planOf(
  order: Order,
  { context, versions, signal }: { context: Context; versions: Versions; signal: AbortSignal },
): Promise<Plan> {
  const sum = emptySum()
  const isListed = wantsAssets(order)
  const opened = isListed ? await versions.open(order.ref, order.source, signal) : null
  if (opened) await versions.complete(opened.snapshotId, signal)
  const snapshot = opened?.snapshot ?? (await versions.resolve(order.ref, order.source, signal))
  if (wantsYaml(order)) add(sum, yamlTransfer(snapshot), order)
  if (opened) {
    for await (const page of placedPages(order, { context, opened, signal })) {
      for (const transfer of page) add(sum, transfer, order)
    }
  }
  const free = await freeBytes(order.destination)
  const folder = join(order.destination, folderOf(order, snapshot.dandisetId))
  return finish(sum, order, { folder, free })
}

/** Pages of transfers that the order means, in the order of their paths. */
export async function* placedPages(
  order: Order,
  {
    context,
    opened,
    signal,
  }: {
    context: Context
    opened: { readonly snapshotId: number; readonly snapshot: Parameters<typeof createPlacer>[1] }
    signal: AbortSignal
  },
): AsyncGenerator<readonly NewTransfer[]> {
  const rules = process.platform === 'win32' ? 'windows' : 'posix'
  const caseSensitive = isCaseSensitive(order.destination)
  const placer = createPlacer(order, opened.snapshot, { rules, caseSensitive })
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const page = context.store.entries.pageAfter(opened.snapshotId, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    yield placer.place(page)
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function emptySum(): Sum {
  const none = () => ({ files: 0, bytes: 0 })
  const tallies = { fetch: none(), resume: none(), keep: none(), replace: none(), problem: none() }
  return { tallies, problems: [], problemCount: 0, bytesToCome: 0 }
}

function add(sum: Sum, transfer: NewTransfer, order: Order): void {
  const { verdict, bytesToCome, failure } = lookAtPlace(transfer, order)
  const tally = sum.tallies[verdict]
  tally.files += 1
  tally.bytes += transfer.entry.sizeBytes
  sum.bytesToCome += bytesToCome
  if (!failure) return
  sum.problemCount += 1
  if (sum.problems.length < SHOWN_PROBLEMS)
    sum.problems.push({ path: transfer.entry.path, failure })
}

function finish(sum: Sum, order: Order, { folder, free }: { folder: string; free: number }): Plan {
  const { fetch, resume, keep, replace, problem } = sum.tallies
  const all: readonly Tally[] = [fetch, resume, keep, replace, problem]
  const problems = [...sum.problems]
  if (!canWrite(order.destination)) {
    const failure = recordOf(new Failure('disk.denied', 'ask-user', { path: order.destination }))
    problems.unshift({ path: order.destination, failure })
  }
  return {
    files: all.reduce((total, tally) => total + tally.files, 0),
    bytes: all.reduce((total, tally) => total + tally.bytes, 0),
    fetch,
    resume,
    keep,
    replace,
    folder,
    freeBytes: free,
    missingBytes: Math.max(0, sum.bytesToCome - free),
    problems,
    problemCount: sum.problemCount + problems.length - sum.problems.length,
  }
}
