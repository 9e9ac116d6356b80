/** What of a Zarr is on this disk: a folder that has the name, or a partial of an earlier run. */
import { randomUUID } from 'node:crypto'
import { removePartial } from '../disk/partial-file.ts'
import { ensureFolder, lookAt, walk } from '../disk/survey.ts'
import type { ZarrEntry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import type { OpenJournal, RunnerPorts, TransferTask } from './ports.ts'
import type { EntryResult } from './tasks.ts'

const PAGE = 1000

interface LocalRun {
  readonly task: TransferTask
  readonly ports: RunnerPorts
  readonly final: string
  readonly partial: string
  readonly journal: OpenJournal
}

export type Existing =
  | { readonly kind: 'complete'; readonly digest: string }
  | { readonly kind: 'incomplete'; readonly replace: boolean }
  /** Keys of entries that are there, are not the archive's, and may not be replaced. */
  | { readonly kind: 'kept'; readonly different: ReadonlySet<string> }

/** Whether what has the name is this Zarr, verified once and changed by nobody since; reads nothing. */
export async function isKnown(
  { task, ports, final }: LocalRun,
  expected: string,
): Promise<boolean> {
  if (task.keep !== null || task.existing === 'overwrite') return false
  if (lookAt(final)?.kind !== 'folder') return false
  const { sizeBytes } = task.entry
  const known = ports.knownDigest(final, { sizeBytes, modifiedAt: 0 })
  return known === `zarr-checksum:${expected}` && (await ports.isOwn(final))
}

/**
 * Looks at a folder that has the Zarr's name. With a mode that keeps entries, those that are right
 * are linked into the partial, so that only the others are fetched. Throws `disk.exists` when
 * `error` meets what differs.
 */
export async function adoptExisting(run: LocalRun, expected: string | null): Promise<Existing> {
  const item = lookAt(run.final)
  if (!item) return { kind: 'incomplete', replace: false }
  if (item.kind !== 'folder') throw exists(run)
  const { existing } = run.task
  if (existing === 'overwrite') return { kind: 'incomplete', replace: true }
  const isKept = existing === 'error' || (existing === 'own' && !(await run.ports.isOwn(run.final)))
  if (isKept && run.task.keep === null) return compareAll(run, expected)
  if (isKept) await refuseWrong(run)
  const isFresh = run.journal.tally().done === 0
  ensureFolder(run.partial, [])
  await markFromDisk(run, run.final, { into: run.partial, how: 'link' })
  const different = existing === 'skip' ? await differing(run) : new Set<string>()
  if (run.task.keep !== null && isFresh && isComplete(run))
    return { kind: 'complete', digest: await treeChecksum(run) }
  return different.size > 0 ? { kind: 'kept', different } : { kind: 'incomplete', replace: true }
}

/** A part may grow where nothing is ever replaced: only when all that is there is the archive's. */
async function refuseWrong(run: LocalRun): Promise<void> {
  for (let after = ''; ; ) {
    const page = run.journal.entries(after, PAGE)
    const last = page.at(-1)
    if (!last) return
    after = last.key
    const { looks } = await look(run, run.final, page)
    const there = new Set(looks.filter(({ state }) => state !== 'missing').map(({ key }) => key))
    const entries = page.filter(({ key }) => there.has(key))
    const task = { kind: 'hash-entries', root: run.final, entries, linkInto: null } as const
    const { results } = await run.ports.pool.run(task, { signal: run.ports.signal })
    const wanted = new Map(entries.map((entry) => [entry.key, entry.md5]))
    if (!results.every((it) => isRight(it, wanted.get(it.key) ?? null))) throw exists(run)
  }
}

function isComplete({ journal }: LocalRun): boolean {
  const { done, total } = journal.tally()
  return done === total
}

/**
 * Takes what is missing from a Zarr of the library with the same tree, each entry proved by its
 * MD5. Null when there is none, or when some entries must be fetched all the same.
 */
export async function adoptFromLibrary(
  run: LocalRun,
  expected: string | null,
): Promise<'copied' | 'linked' | null> {
  const { reuse } = run.task
  if (reuse === 'none' || expected === null) return null
  const donor = run.ports
    .donors(`zarr-checksum:${expected}`)
    .find((path) => path !== run.final && lookAt(path)?.kind === 'folder')
  if (donor === undefined) return null
  ensureFolder(run.partial, [])
  await markFromDisk(run, donor, { into: run.partial, how: reuse })
  const { done, total } = run.journal.tally()
  if (done < total) return null
  return reuse === 'link' ? 'linked' : 'copied'
}

/** What of the entries that are not marked is there all the same. */
async function differing(run: LocalRun): Promise<ReadonlySet<string>> {
  const different = new Set<string>()
  for (let after = ''; ; ) {
    const entries = run.journal.missing(after, PAGE)
    const last = entries.at(-1)
    if (!last) return different
    after = last.key
    const { looks } = await look(run, run.final, entries)
    for (const { key, state } of looks) if (state !== 'missing') different.add(key)
  }
}

/**
 * Puts what the folder that has the name lacks beside what it holds, each entry proved once more by
 * its MD5. Ends the partial.
 */
export async function fillFolder(run: LocalRun): Promise<void> {
  for (let after = ''; ; ) {
    const page = run.journal.entries(after, PAGE)
    const last = page.at(-1)
    if (!last) break
    after = last.key
    const { looks } = await look(run, run.final, page)
    const lacking = new Set(looks.filter((it) => it.state === 'missing').map((it) => it.key))
    const entries = page.filter(({ key }) => lacking.has(key))
    const task = { kind: 'hash-entries', root: run.partial, entries } as const
    const into = { linkInto: run.final, how: 'name' } as const
    const { results } = await run.ports.pool.run({ ...task, ...into }, { signal: run.ports.signal })
    if (results.some(({ md5 }) => md5 === null))
      throw new Failure('disk.partial-lost', 'retry-later', { path: run.partial })
  }
  removePartial(run.partial)
  run.ports.journal.drop(run.partial)
}

/** Compares every entry of the folder that has the name; nothing of it goes into the journal. */
async function compareAll(run: LocalRun, expected: string | null): Promise<Existing> {
  const hash = async (page: readonly JournalRow[]) => {
    const task = {
      kind: 'hash-entries',
      root: run.final,
      entries: [...page],
      linkInto: null,
    } as const
    const { results } = await run.ports.pool.run(task, { signal: run.ports.signal })
    const wanted = new Map(page.map((entry) => [entry.key, entry.md5]))
    if (!results.every((it) => isRight(it, wanted.get(it.key) ?? null))) throw exists(run)
    return results.map((it) => [it.key, it.md5 ?? '', it.sizeBytes] as const)
  }
  const digest = await buildChecksum(run, hash)
  if (expected !== null && digest !== expected) throw exists(run)
  return { kind: 'complete', digest }
}

function exists(run: LocalRun): Failure {
  return new Failure('disk.exists', 'ask-user', { path: run.final })
}

/** Hashes what an earlier listing left in the partial folder and marks what is right. */
export async function recoverPartial(run: LocalRun): Promise<void> {
  await dropStrangers(run)
  await markFromDisk(run, run.partial, null)
}

/** What this listing does not name would get the Zarr's name with the rest. */
async function dropStrangers({ journal, partial }: LocalRun): Promise<void> {
  const known = new Set<string>()
  for (let after = ''; ; ) {
    const page = journal.entries(after, PAGE)
    for (const { key } of page) known.add(key)
    if (page.length < PAGE) break
    after = page.at(-1)?.key ?? after
  }
  for await (const key of walk(partial)) if (!known.has(key)) removePartial(`${partial}/${key}`)
}

async function markFromDisk(
  run: LocalRun,
  root: string,
  adopt: { readonly into: string; readonly how: 'link' | 'copy' } | null,
): Promise<void> {
  for (let after = ''; ; ) {
    const entries = run.journal.missing(after, PAGE)
    const last = entries.at(-1)
    if (!last) return
    after = last.key
    const task = {
      kind: 'hash-entries',
      root,
      entries: [...entries],
      linkInto: adopt?.into ?? null,
      how: adopt?.how ?? 'link',
    } as const
    const { results } = await run.ports.pool.run(task, { signal: run.ports.signal })
    const wanted = new Map(entries.map((entry) => [entry.key, entry.md5]))
    const right = results.filter((it) => isRight(it, wanted.get(it.key) ?? null))
    run.journal.markEntries(right.map(({ key, md5 }) => ({ key, md5 })))
  }
}

/** Without an MD5 in the listing nothing proves a file that is there, so it is fetched again. */
function isRight(result: EntryResult, wanted: string | null): boolean {
  return result.md5 !== null && result.md5 === wanted
}

/** The tree checksum of all marked entries, built by a worker. */
export function treeChecksum(run: Pick<LocalRun, 'ports' | 'journal'>): Promise<string> {
  return buildChecksum(run, (page) =>
    Promise.resolve(page.map((it) => [it.key, it.writtenMd5 ?? '', it.sizeBytes] as const)),
  )
}

type JournalRow = ReturnType<OpenJournal['entries']>[number]
type ChecksumRow = readonly [key: string, md5: string, sizeBytes: number]

async function buildChecksum(
  run: Pick<LocalRun, 'ports' | 'journal'>,
  rowsOf: (page: readonly JournalRow[]) => Promise<readonly ChecksumRow[]>,
): Promise<string> {
  const session = randomUUID()
  const hooks = { signal: run.ports.signal, affinity: 0 }
  for (let after = ''; ; ) {
    const page = run.journal.entries(after, PAGE)
    after = page.at(-1)?.key ?? after
    const rows = await rowsOf(page)
    const end = page.length < PAGE
    const { value } = await run.ports.pool.run({ kind: 'checksum', session, rows, end }, hooks)
    if (value !== null) return value
  }
}

/**
 * Takes back the marks of entries that are no longer there in their size, so that the journal
 * vouches only for what the disk has. Returns how many; they are to be fetched again.
 */
export async function takeBackLost(run: LocalRun): Promise<number> {
  let count = 0
  for (let after = ''; ; ) {
    const page = run.journal.entries(after, PAGE)
    const last = page.at(-1)
    if (!last) return count
    after = last.key
    const { looks } = await look(run, run.partial, page)
    const lost = looks.filter(({ state }) => state !== 'there')
    run.journal.markEntries(lost.map(({ key }) => ({ key, md5: null })))
    count += lost.length
  }
}

function look(run: LocalRun, root: string, entries: readonly ZarrEntry[]) {
  const task = { kind: 'look', root, entries: [...entries] } as const
  return run.ports.pool.run(task, { signal: run.ports.signal })
}

/** Whether each entry of the listing told its MD5, so that each was compared by itself. */
export function isEachCompared(journal: OpenJournal): boolean {
  for (let after = ''; ; ) {
    const page = journal.entries(after, PAGE)
    if (page.some((entry) => entry.md5 === null)) return false
    if (page.length < PAGE) return true
    after = page.at(-1)?.key ?? after
  }
}
