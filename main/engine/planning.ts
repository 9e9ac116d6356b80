/** What an order would do on this disk, before a byte is fetched. */
import { join } from 'node:path'
import { createTurns } from '../catalog/turns.ts'
import { partialPath, partialSize } from '../disk/partial-file.ts'
import { canWrite, freeBytes, isCaseSensitive, isSameDisk, lookAt, walk } from '../disk/survey.ts'
import type { Snapshot } from '../model/entry.ts'
import { decideExisting } from '../model/existing.ts'
import { Failure, type FailureCode, type FailureRecord, recordOf } from '../model/failure.ts'
import type { Order } from '../model/job.ts'
import { layoutAsksMetadata } from '../model/layout.ts'
import type { OpenVersion } from '../model/listing.ts'
import {
  type Plan,
  type PlanPlace,
  type PlanProblem,
  type PlanRow,
  type Tally,
  type Verdict,
  waysOutOf,
} from '../model/plan.ts'
import { asksMetadata } from '../model/selection.ts'
import { partPredicate } from '../model/zarr-part.ts'
import type { NewTransfer } from '../store/transfers.ts'
import type { Context } from './context.ts'
import { donorsOf } from './library.ts'
import { createPlacer, folderOf, wantsAssets, wantsYaml, yamlTransfer } from './placing.ts'
import type { Versions } from './versions.ts'
import { measureIn } from './zarr-inside.ts'

export interface Look {
  readonly verdict: Verdict
  /** Bytes that must come over the line. */
  readonly bytesToFetch: number
  /** Bytes that the disk must still take. */
  readonly bytesToTake: number
  readonly failure: FailureRecord | null
}

const PAGE = 250
const SHOWN_PROBLEMS = 100
const PREVIEWED = 12

export interface Asked {
  readonly context: Context
  readonly versions: Versions
  readonly signal: AbortSignal
}

/**
 * How one transfer meets what is on the disk. A few calls of the file system, no reading; files of a
 * part of a Zarr are counted.
 */
export async function lookAtPlace(
  transfer: NewTransfer,
  order: Order,
  { store }: Context,
): Promise<Look> {
  const look = (await lookAtPart(transfer, order)) ?? lookAtDestination(transfer, order)
  const { checksum } = transfer.entry
  if (look.bytesToFetch === 0 || checksum === null || order.reuse === 'none') return look
  const [donor] = donorsOf(store, `${checksum.kind}:${checksum.value}`)
  if (donor === undefined) return look
  const isLinked = order.reuse === 'link' && isSameDisk(donor, order.destination)
  return {
    verdict: look.verdict === 'replace' ? 'replace' : 'reuse',
    bytesToFetch: 0,
    bytesToTake: isLinked ? 0 : transfer.entry.sizeBytes,
    failure: null,
  }
}

/**
 * A part that is there grows by what it lacks. Null for what is no part, is not there or is fetched
 * anew. Of a Zarr that nobody looked into it is not known how much that is: at most all of it.
 */
async function lookAtPart(transfer: NewTransfer, order: Order): Promise<Look | null> {
  const { part, localPath, failure } = transfer
  if (!part || failure || order.existing === 'overwrite') return null
  const final = join(order.destination, ...localPath.split('/'))
  if (lookAt(final)?.kind !== 'folder') return null
  const missing = transfer.entry.sizeBytes - (await bytesOfPart(final, part.keep))
  return missing > 0 ? toCome('resume', missing) : settled('keep')
}

async function bytesOfPart(folder: string, keep: readonly string[]): Promise<number> {
  const isKept = partPredicate(keep)
  const turns = createTurns()
  let bytes = 0
  for await (const key of walk(folder)) {
    await turns.pause()
    if (!isKept(key)) continue
    const item = lookAt(join(folder, ...key.split('/')))
    if (item?.kind === 'file') bytes += item.sizeBytes
  }
  return bytes
}

function lookAtDestination(transfer: NewTransfer, order: Order): Look {
  const { entry, failure } = transfer
  if (failure) return problem(failure)
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
  return decision === 'refuse' ? inTheWay(final) : toCome('replace', entry.sizeBytes)
}

function settled(verdict: Verdict): Look {
  return { verdict, bytesToFetch: 0, bytesToTake: 0, failure: null }
}

function toCome(verdict: Verdict, bytes: number): Look {
  return { verdict, bytesToFetch: bytes, bytesToTake: bytes, failure: null }
}

function withoutFile(final: string, sizeBytes: number): Look {
  const have = partialSize(partialPath(final))
  const isZarrPartial = lookAt(partialPath(final))?.kind === 'folder'
  if (have === null && !isZarrPartial) return toCome('fetch', sizeBytes)
  return toCome('resume', Math.max(0, sizeBytes - (have ?? 0)))
}

function overZarr(order: Order, sizeBytes: number): Look {
  if (order.existing === 'error' || order.existing === 'skip') return settled('keep')
  return toCome('replace', sizeBytes)
}

function problem(failure: FailureRecord): Look {
  return { ...settled('problem'), failure }
}

function inTheWay(path: string): Look {
  return problem(recordOf(new Failure('disk.exists', 'ask-user', { path })))
}

export interface PlanTotals {
  readonly tallies: Record<Verdict, { files: number; bytes: number }>
  readonly problems: PlanProblem[]
  readonly problemCodes: Map<FailureCode, number>
  readonly preview: PlanPlace[]
  bytesToFetch: number
  bytesToTake: number
}

/** A plan before it has a number, and the time that it will take. */
export type PlanSum = Omit<Plan, 'planId' | 'seconds'>
export type Tell = (row: PlanRow) => void

/**
 * Lists the order's version to its end, then looks at each place and tells each row. Writes
 * nothing.
 */
export async function planOf(order: Order, asked: Asked, tell: Tell): Promise<PlanSum> {
  const sum = emptySum()
  const { dandisetId } = await addOrder(sum, order, asked, tell)
  return finish(sum, order, join(order.destination, folderOf(order, dandisetId)))
}

/** Why a transfer cannot have its place, whatever is on the disk. */
export type Refuse = (transfer: NewTransfer) => FailureRecord | null

/** Adds what an order would do. With `refuse`, paths begin with the dandiset's number. */
export async function addOrder(
  sum: PlanTotals,
  order: Order,
  { refuse, ...asked }: Asked & { readonly refuse?: Refuse },
  tell: Tell,
): Promise<Snapshot> {
  const { context, versions, signal } = asked
  const add = async (transfer: NewTransfer, { dandisetId }: Snapshot) => {
    const failure = refuse?.(transfer) ?? null
    const look = failure ? problem(failure) : await lookAtPlace(transfer, order, context)
    const { path } = transfer.entry
    tell(addTo(sum, transfer, look, refuse ? `${dandisetId}/${path}` : path))
  }
  const turns = createTurns()
  const opened = wantsAssets(order) ? await versions.open(order.ref, order.source, signal) : null
  if (opened) await versions.complete(opened.snapshotId, signal)
  const snapshot = opened?.snapshot ?? (await versions.resolve(order.ref, order.source, signal))
  if (wantsYaml(order)) await add(yamlTransfer(snapshot), snapshot)
  if (opened) {
    for await (const page of placedPages(order, { context, versions, opened, signal })) {
      for (const transfer of page) {
        await turns.pause()
        await add(transfer, snapshot)
      }
    }
  }
  return snapshot
}

/** Pages of transfers that the order means, in the order of their paths. */
export async function* placedPages(
  order: Order,
  {
    context,
    versions,
    opened,
    signal,
  }: Asked & { readonly opened: Pick<OpenVersion, 'snapshotId' | 'snapshot'> },
): AsyncGenerator<readonly NewTransfer[]> {
  const { snapshotId } = opened
  if (asksMetadata(order.selection) || layoutAsksMetadata(order.layout)) {
    await versions.described(snapshotId, signal)
  }
  const isChosen = await (await versions.index(snapshotId)).chooser(order.selection)
  const rules = process.platform === 'win32' ? 'windows' : 'posix'
  const caseSensitive = isCaseSensitive(order.destination)
  const placer = createPlacer(
    order,
    opened.snapshot,
    { rules, caseSensitive },
    measureIn(context.store),
  )
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const page = context.store.entries.pageAfter(snapshotId, after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.path
    yield placer.place(page.filter(({ path }) => isChosen(path)))
    await new Promise((resolve) => setImmediate(resolve))
  }
}

export function emptySum(): PlanTotals {
  const none = () => ({ files: 0, bytes: 0 })
  const tallies = {
    fetch: none(),
    resume: none(),
    reuse: none(),
    keep: none(),
    replace: none(),
    problem: none(),
  }
  const counts = { bytesToFetch: 0, bytesToTake: 0 }
  return { tallies, problems: [], problemCodes: new Map(), preview: [], ...counts }
}

/** `path`: as the sum tells it; the row has the entry's own. */
function addTo(sum: PlanTotals, transfer: NewTransfer, look: Look, path: string): PlanRow {
  const { verdict, bytesToFetch, bytesToTake, failure } = look
  const { localPath, entry } = transfer
  const { sizeBytes } = entry
  const tally = sum.tallies[verdict]
  tally.files += 1
  tally.bytes += sizeBytes
  sum.bytesToFetch += bytesToFetch
  sum.bytesToTake += bytesToTake
  if (sum.preview.length < PREVIEWED) sum.preview.push({ path, localPath })
  if (failure) noteProblem(sum, { path, failure })
  return { path: entry.path, localPath, verdict, sizeBytes, failure }
}

function noteProblem(sum: PlanTotals, problem: PlanProblem): void {
  const { code } = problem.failure
  sum.problemCodes.set(code, (sum.problemCodes.get(code) ?? 0) + 1)
  if (sum.problems.length < SHOWN_PROBLEMS) sum.problems.push(problem)
}

export async function finish(sum: PlanTotals, order: Order, folder: string): Promise<PlanSum> {
  const { tallies, bytesToFetch, bytesToTake, preview } = sum
  const all: readonly Tally[] = Object.values(tallies)
  const { destination } = order
  const free = await freeBytes(destination)
  if (!canWrite(destination)) {
    const failure = recordOf(new Failure('disk.denied', 'ask-user', { path: destination }))
    noteProblem(sum, { path: destination, failure })
  }
  return {
    files: all.reduce((total, tally) => total + tally.files, 0),
    bytes: all.reduce((total, tally) => total + tally.bytes, 0),
    ...tallies,
    reuseMode: order.reuse,
    folder,
    bytesToFetch,
    bytesToTake,
    freeBytes: free,
    missingBytes: Math.max(0, bytesToTake - free),
    problems: sum.problems,
    problemCount: [...sum.problemCodes.values()].reduce((total, count) => total + count, 0),
    waysOut: waysOutOf(sum.problemCodes, order),
    preview,
  }
}
