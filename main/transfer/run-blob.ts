import { dirname, join } from 'node:path'
import {
  createPartial,
  type FileIdentity,
  flushFolder,
  identityOf,
  partialPath,
  publishFile,
  type Replace,
  removePartial,
} from '../disk/partial-file.ts'
import { lookAt } from '../disk/survey.ts'
import { partLength, partPlan } from '../model/dandi-etag.ts'
import type { Location } from '../model/entry.ts'
import type { LocalFile } from '../model/existing.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { dandiEtag } from './dandi-etag.ts'
import { examineFile, preparePlace, type Verdict } from './examine.ts'
import { inLanes } from './lanes.ts'
import { noMemory, openRemembered, type PartJournal } from './part-journal.ts'
import type { Outcome, RunnerPorts, TransferTask } from './ports.ts'
import { reuseBlob } from './reuse.ts'
import { createRoute, type Route } from './route.ts'
import type { PartPublication, PartTask } from './tasks.ts'

interface Part {
  readonly number: number
  readonly offset: number
  readonly length: number
  have: number
  md5: Uint8Array | null
}

interface BlobRun {
  readonly task: TransferTask
  readonly ports: RunnerPorts
  readonly final: string
  readonly partial: string
  /** Which file the partial is, changed when it is begun afresh; null while its task begins it. */
  identity: FileIdentity | null
  /** The file under its name, where the task that gave it knows. */
  published: LocalFile | null
  readonly expected: string
  readonly replace: Replace
  readonly journal: PartJournal
  readonly parts: readonly Part[]
  readonly route: Route<Location>
}

/** Up to this size a file is begun anew rather than resumed: the journal would cost more than it. */
const UNJOURNALLED_BYTES = 1024 * 1024
/** Times that a file whose digest differs is fetched afresh, from another source where there is one. */
const FRESH_STARTS = 2
/** Times that a cut file is begun again at a server without ranges, before it counts as a failure. */
const REWINDS = 3

/** Fetches one file in parts, verifies it and gives it its name. Throws failures and stops. */
export async function runBlob(task: TransferTask, ports: RunnerPorts): Promise<Outcome> {
  const expected = task.entry.checksum
  if (expected?.kind !== 'dandi-etag') {
    throw new Failure('digest.unknown', 'give-up', { path: task.entry.path })
  }
  const digest = `dandi-etag:${expected.value}`
  const final = join(task.root, ...task.segments)
  const verdict = await examine(final, task, ports)
  if (verdict.kind === 'skip') {
    if (!verdict.compared) return { kind: 'done', digest, skipped: true }
    forgetPartial(final, ports)
    return { kind: 'done', digest, skipped: !ports.isOfThisJob(final, digest) }
  }
  const place = { task, ports, final, expected: expected.value, replace: verdict.replace }
  const reused = await reuseBlob(place)
  if (reused) return { kind: 'done', digest, skipped: false, reused }
  const run = begin(place)
  try {
    for (let start = 0; ; start++) {
      const came = await fetchAndName(run)
      if (came === null) return done(run, digest)
      await startAfresh(run, came, start)
    }
  } catch (error) {
    if (isSmall(task)) removePartial(run.partial)
    throw error
  }
}

/** Of a small file that is nowhere the worker makes the folders: this thread waits for no disk. */
function examine(
  final: string,
  task: TransferTask,
  ports: RunnerPorts,
): Promise<Verdict> | Verdict {
  const isNowhere = isSmall(task) && lookAt(final) === null && !hasDonors(task, ports)
  return isNowhere
    ? { kind: 'fetch', replace: false }
    : examineFile(preparePlace(task), task, ports)
}

function hasDonors({ entry, reuse }: TransferTask, ports: RunnerPorts): boolean {
  return reuse !== 'none' && ports.donors(`dandi-etag:${entry.checksum?.value}`).length > 0
}

function isSmall({ entry }: TransferTask): boolean {
  return entry.sizeBytes <= UNJOURNALLED_BYTES
}

function done({ published }: BlobRun, digest: string): Outcome {
  const file = published === null ? {} : { file: published }
  return { kind: 'done', digest, skipped: false, ...file }
}

function begin(known: Pick<BlobRun, 'task' | 'ports' | 'final' | 'expected' | 'replace'>): BlobRun {
  const { task, ports, final, expected } = known
  const partial = partialPath(final)
  const { sizeBytes } = task.entry
  const { journal, identity } = isSmall(task)
    ? noMemory
    : openRemembered(partial, { sizeBytes, checksum: expected }, ports)
  const parts = partsOf(sizeBytes, journal)
  const route = createRoute<Location>((avoid) => ports.locate(avoid), ports)
  const run = { ...known, partial, identity, journal, parts, route, published: null }
  tell(run)
  return run
}

/** What is left when a run ended between giving the name and forgetting the partial. */
function forgetPartial(final: string, ports: RunnerPorts): void {
  removePartial(partialPath(final))
  ports.journal.drop(partialPath(final))
}

function partsOf(sizeBytes: number, journal: PartJournal): readonly Part[] {
  const plan = partPlan(sizeBytes)
  const marks = new Map(journal.parts().map((mark) => [mark.number, mark]))
  return Array.from({ length: Math.max(1, plan.count) }, (_, number) => ({
    number,
    offset: number * plan.partBytes,
    length: plan.count === 0 ? 0 : partLength(plan, sizeBytes, number),
    have: marks.get(number)?.haveBytes ?? 0,
    md5: marks.get(number)?.md5 ?? null,
  }))
}

/** Null when the file has its name; else the digest that came instead of the expected one. */
async function fetchAndName(run: BlobRun): Promise<string | null> {
  try {
    await fetchParts(run)
  } catch (error) {
    if (error instanceof Failure && error.code === 'digest.mismatch') {
      return String(error.details.came)
    }
    throw error
  }
  if (run.parts.length > 1) {
    run.ports.verifying()
    const came = dandiEtag(run.parts.map((part) => part.md5 ?? new Uint8Array()))
    if (came !== run.expected) return came
    publish(run)
    await flushFolder(dirname(run.final))
  }
  if (!isSmall(run.task)) run.ports.journal.drop(run.partial)
  return null
}

function publish({ task, partial, final, replace, identity }: BlobRun): void {
  if (identity === null) throw new Error('a file of many parts whose partial nobody began')
  const { modifiedAt, sizeBytes } = task.entry
  publishFile({ partial, final, replace, modifiedAt, identity, sizeBytes })
}

async function startAfresh(run: BlobRun, came: string, start: number): Promise<void> {
  const { expected, ports } = run
  const details = { path: run.task.entry.path, expected, came }
  const failure = new Failure('digest.mismatch', 'ask-user', details)
  removePartial(run.partial)
  run.journal.clearParts()
  beginPartial(run)
  for (const part of run.parts) {
    part.have = 0
    part.md5 = null
  }
  tell(run)
  if (start >= FRESH_STARTS) throw failure
  ports.note(recordOf(failure))
  run.route.leave(await run.route.current(), failure)
}

function beginPartial(run: BlobRun): void {
  if (isSmall(run.task)) {
    run.identity = null
    return
  }
  run.identity = createPartial(run.partial)
  run.journal.setIdentity(run.identity)
}

/** All missing parts, several at a time; the first failure that cannot be helped ends all. */
async function fetchParts(run: BlobRun): Promise<void> {
  const { signal, settings, onSettings } = run.ports
  const missing = run.parts.filter((part) => part.md5 === null || run.parts.length === 1)
  await inLanes<Part>({
    signal,
    wanted: () => settings().partsPerFile,
    onChange: onSettings,
    take: () => missing.shift(),
    giveBack: (part) => missing.unshift(part),
    work: (part, { all, cut }) => fetchPart(part, run, AbortSignal.any([all, cut])),
  })
}

async function fetchPart(part: Part, run: BlobRun, signal: AbortSignal): Promise<void> {
  for (let rewinds = 0; ; ) {
    signal.throwIfAborted()
    const location = part.have === part.length ? null : await run.route.current()
    try {
      await fetchFrom(location, part, { run, signal })
      return
    } catch (error) {
      if (!(error instanceof Failure) || !location || isFinal(error)) throw error
      findBegun(run, part)
      if (error.code === 'range.ignored' && run.parts.length === 1 && rewinds < REWINDS) {
        rewinds += 1
        rewind(part, run)
      } else await run.route.failed(location, error)
    }
  }
}

/** What a task began and could not finish is gone on with. */
function findBegun(run: BlobRun, part: Part): void {
  run.identity ??= identityOf(run.partial)
  if (run.identity === null) part.have = 0
}

/** No other place would help. */
function isFinal({ code }: Failure): boolean {
  return code === 'digest.mismatch' || code === 'disk.partial-lost'
}

/** Without its beginning nothing is asked for but the whole, which needs no range. */
function rewind(part: Part, run: BlobRun): void {
  keep(run, part, { haveBytes: 0, md5: null })
}

async function fetchFrom(
  location: Location | null,
  part: Part,
  { run, signal }: { run: BlobRun; signal: AbortSignal },
): Promise<void> {
  const { ports } = run
  const release = location
    ? await ports.connections.acquire(new URL(location.url).origin, signal)
    : () => {}
  try {
    const task = partTask(run, part, location)
    const proxy = location ? await ports.proxyFor(location.url) : null
    const { md5, published } = await ports.pool.run(
      { ...task, proxy },
      {
        signal,
        onBytes(bytes) {
          run.route.progressed()
          if (location) ports.report(bytes, location.source)
        },
        onHave: (bytes) => keep(run, part, { haveBytes: bytes, md5: null }),
      },
    )
    run.published = published
    keep(run, part, { haveBytes: part.length, md5 })
  } finally {
    release()
  }
}

function partTask(run: BlobRun, part: Part, location: Location | null): PartTask {
  const { entry, root, segments } = run.task
  return {
    kind: 'part',
    file: run.partial,
    opening:
      run.identity === null
        ? { kind: 'fresh', root, folders: segments.slice(0, -1) }
        : { kind: 'kept', identity: run.identity },
    fileBytes: entry.sizeBytes,
    offset: part.offset,
    length: part.length,
    have: part.have,
    location,
    proxy: null,
    publish: run.parts.length === 1 ? publication(run) : null,
  }
}

function publication({ final, replace, expected, task }: BlobRun): PartPublication {
  return { final, replace, modifiedAt: task.entry.modifiedAt, dandiEtag: expected }
}

function keep(run: BlobRun, part: Part, mark: { haveBytes: number; md5: Uint8Array | null }): void {
  if (part.md5 !== null) return
  part.have = mark.haveBytes
  part.md5 = mark.md5
  run.journal.putPart({ number: part.number, ...mark })
  tell(run)
}

function tell(run: BlobRun): void {
  run.ports.reportState({
    receivedBytes: run.parts.reduce((sum, part) => sum + part.have, 0),
    partsDone: run.parts.filter((part) => part.md5 !== null).length,
    partsTotal: run.parts.length,
  })
}
