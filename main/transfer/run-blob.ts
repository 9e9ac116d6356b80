import { dirname } from 'node:path'
import {
  createPartial,
  type FileIdentity,
  flushFolder,
  identityOf,
  partialPath,
  partialSize,
  publishFile,
  removePartial,
} from '../disk/partial-file.ts'
import { partLength, partPlan } from '../model/dandi-etag.ts'
import type { Location } from '../model/entry.ts'
import { Failure, recordOf } from '../model/failure.ts'
import { dandiEtag } from './dandi-etag.ts'
import { examineFile, preparePlace } from './examine.ts'
import type { OpenJournal, Outcome, RunnerPorts, TransferTask } from './ports.ts'
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
  /** Which file the partial is; changes when it is begun afresh. */
  identity: FileIdentity
  readonly expected: string
  readonly replace: boolean
  readonly journal: PartJournal
  readonly parts: readonly Part[]
  readonly route: Route<Location>
}

type PartJournal = Pick<
  OpenJournal,
  'found' | 'identity' | 'setIdentity' | 'parts' | 'putPart' | 'clearParts'
>

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
  const final = preparePlace(task)
  const verdict = await examineFile(final, task, ports)
  if (verdict.kind === 'skip') {
    if (verdict.compared) forgetPartial(final, ports)
    return { kind: 'done', digest, skipped: true }
  }
  const place = { task, ports, final, expected: expected.value, replace: verdict.replace }
  const reused = await reuseBlob(place)
  if (reused) return { kind: 'done', digest, skipped: false, reused }
  const run = begin(place)
  try {
    for (let start = 0; ; start++) {
      const came = await fetchAndName(run)
      if (came === null) return { kind: 'done', digest, skipped: false }
      await startAfresh(run, came, start)
    }
  } catch (error) {
    if (run.journal === noJournal) removePartial(run.partial)
    throw error
  }
}

function begin(known: Pick<BlobRun, 'task' | 'ports' | 'final' | 'expected' | 'replace'>): BlobRun {
  const { task, ports, final, expected } = known
  const partial = partialPath(final)
  const sizeBytes = task.entry.sizeBytes
  const isSmall = sizeBytes <= UNJOURNALLED_BYTES
  const journal = isSmall
    ? noJournal
    : ports.journal.open({ path: partial, kind: 'blob', sizeBytes, checksum: expected })
  if (isSmall) removePartial(partial)
  else if (!journal.found || !holdsWhatItSays(partial, journal, sizeBytes)) {
    declareLost(partial, journal, ports)
  }
  const identity = createPartial(partial)
  journal.setIdentity(identity)
  const route = createRoute<Location>((avoid) => ports.locate(avoid), ports)
  const run = { ...known, partial, identity, journal, parts: partsOf(sizeBytes, journal), route }
  tell(run)
  return run
}

/** What is left when a run ended between giving the name and forgetting the partial. */
function forgetPartial(final: string, ports: RunnerPorts): void {
  removePartial(partialPath(final))
  ports.journal.drop(partialPath(final))
}

const noJournal: PartJournal = {
  found: false,
  identity: () => null,
  setIdentity: () => {},
  parts: () => [],
  putPart: () => {},
  clearParts: () => {},
}

/** A journal is believed only of the file that it was kept for, and only as far as that reaches. */
function holdsWhatItSays(partial: string, journal: PartJournal, sizeBytes: number): boolean {
  if (journal.identity() !== identityOf(partial)) return false
  const plan = partPlan(sizeBytes)
  const reach = journal
    .parts()
    .reduce((end, part) => Math.max(end, part.number * plan.partBytes + part.haveBytes), 0)
  return (partialSize(partial) ?? 0) >= reach
}

function declareLost(partial: string, journal: PartJournal, ports: RunnerPorts): void {
  const hadParts = journal.parts().length > 0
  if (hadParts || (partialSize(partial) ?? 0) > 0) {
    ports.note(recordOf(new Failure('disk.partial-lost', 'retry-now', { path: partial })))
  }
  removePartial(partial)
  journal.clearParts()
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
  run.ports.verifying()
  if (run.parts.length > 1) {
    const came = dandiEtag(run.parts.map((part) => part.md5 ?? new Uint8Array()))
    if (came !== run.expected) return came
    const { partial, final, replace, identity } = run
    const { modifiedAt, sizeBytes } = run.task.entry
    publishFile({ partial, final, replace, modifiedAt, identity, sizeBytes })
    await flushFolder(dirname(final))
  }
  if (run.journal !== noJournal) run.ports.journal.drop(run.partial)
  return null
}

async function startAfresh(run: BlobRun, came: string, start: number): Promise<void> {
  const { expected, ports } = run
  const details = { path: run.task.entry.path, expected, came }
  const failure = new Failure('digest.mismatch', 'ask-user', details)
  removePartial(run.partial)
  run.journal.clearParts()
  run.identity = createPartial(run.partial)
  run.journal.setIdentity(run.identity)
  for (const part of run.parts) {
    part.have = 0
    part.md5 = null
  }
  tell(run)
  if (start >= FRESH_STARTS) throw failure
  ports.note(recordOf(failure))
  run.route.leave(await run.route.current(), failure)
}

/** All missing parts, several at a time; the first failure that cannot be helped ends all. */
async function fetchParts(run: BlobRun): Promise<void> {
  const missing = run.parts.filter((part) => part.md5 === null || run.parts.length === 1).values()
  const stop = new AbortController()
  const signal = AbortSignal.any([run.ports.signal, stop.signal])
  const lane = async () => {
    for (const part of missing) await fetchPart(part, run, signal)
  }
  const lanes = Math.min(run.parts.length, run.ports.settings().partsPerFile)
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      lane().catch((error: unknown) => {
        if (!stop.signal.aborted) stop.abort(error)
        throw error
      }),
    ),
  )
  run.ports.signal.throwIfAborted()
  if (ended.some((it) => it.status === 'rejected')) throw stop.signal.reason
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
      if (error.code === 'range.ignored' && run.parts.length === 1 && rewinds < REWINDS) {
        rewinds += 1
        rewind(part, run)
      } else await run.route.failed(location, error)
    }
  }
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
    const { md5 } = await ports.pool.run(
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
    keep(run, part, { haveBytes: part.length, md5 })
  } finally {
    release()
  }
}

function partTask(run: BlobRun, part: Part, location: Location | null): PartTask {
  const { entry } = run.task
  return {
    kind: 'part',
    file: run.partial,
    identity: run.identity,
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
