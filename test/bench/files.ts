// How long questions to the files of a version take: 000026 as it is, and 100,000 made-up ones.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { inRoot } from '../../build/setup/paths.mjs'
import { createFileIndex, type FileIndex } from '../../main/catalog/file-index.ts'
import type { Entry, Snapshot } from '../../main/model/entry.ts'
import { fileColumns } from '../../main/model/files.ts'
import {
  everything,
  type Filter,
  noFilter,
  type Selection,
  wanting,
} from '../../main/model/selection.ts'
import { type AssetRow, entryOf } from '../../main/sources/asset-metadata.ts'
import { openStore, type Store } from '../../main/store/database.ts'

const asked = 40
const rowsAtOnce = 200
const page = { offset: 0, limit: 200 }

type Say = (text: string) => void
type Question = (index: FileIndex, round: number) => Promise<unknown>

/** Every round asks under rules of its own, so that no answer of before is of use. */
function rulesOf(round: number, filter: Partial<Filter> = {}): Selection {
  const sizeBytes = { from: round, to: null }
  return { ...everything, filter: { ...noFilter, sizeBytes, ...filter } }
}

const sort = [
  { by: 'session', descending: true },
  { by: 'sizeBytes', descending: false },
] as const

const questions: Readonly<Record<string, Question>> = {
  'children of the root': (index, round) =>
    index.children({ folder: '', selection: rulesOf(round), ...page }),
  'files by two keys': (index, round) =>
    index.files({ selection: rulesOf(round), sort, scope: 'in-sight', ...page }),
  'files, next page': (index, round) =>
    index.files({
      ...{ selection: rulesOf(0), sort, scope: 'in-sight', limit: 200 },
      offset: round * 200,
    }),
  'facets, three conditions': (index, round) => {
    const wanted = wanting(rulesOf(round).filter, 'type', ['nwb', 'json', 'ome.tif'])
    const filter = wanting(wanting(wanted, 'sex', ['', 'Male']), 'modality', ['SPIM', 'ecephys'])
    return index.facets({ ...everything, filter })
  },
  subjects: (index, round) =>
    index.subjects({
      selection: rulesOf(round),
      sort: [{ by: 'sizeBytes', descending: true }],
      ...page,
    }),
  matrix: (index, round) =>
    index.matrix({
      selection: rulesOf(round),
      subjects: { offset: 0, limit: 50 },
      sessions: { offset: 0, limit: 50 },
    }),
  summary: (index, round) => index.summary(rulesOf(round)),
  'text and globs': (index, round) =>
    index.summary(
      rulesOf(round, { text: `s${round % 10}`, include: ['*_*.nwb', '*json', '*.tif'] }),
    ),
  'regular expression': (index, round) =>
    index.summary(rulesOf(round, { regex: `sub-[^/]+/.*_(?:chunk|ses)-\\w*${round % 10}` })),
  '1,000 boxes': (index, round) =>
    index.summary({ ...rulesOf(round), base: 'none', ticks: boxes(round) }),
  'sample at random': (index, round) =>
    index.summary({ ...rulesOf(0), sample: { kind: 'random', files: 500, seed: round } }),
}

function boxes(round: number): Selection['ticks'] {
  return Array.from({ length: 1000 }, (_, at) => ({ path: `sub-${at + round}/`, on: true }))
}

/** Prints for each question half of the times, and all but the slowest twentieth. */
export async function benchFiles(say: Say): Promise<void> {
  for (const [name, made] of worlds) {
    const folder = mkdtempSync(join(tmpdir(), 'dandelion-bench-'))
    const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
    const store = openStore({ dataDir: folder, nativeBinding })
    try {
      const snapshotId = store.transact(() => store.snapshots.add(snapshot, 'all', 0))
      say(`\n${name}`)
      await tellListing(made(), say, (some) =>
        store.transact(() => store.entries.add(snapshotId, some)),
      )
      const index = tellOpening(store, snapshotId, say)
      await tellOrders(index, say)
      say('  question                        p50       p95 processor p95  longest turn')
      for (const [question, ask] of Object.entries(questions)) {
        await tell(question, { ask, index, say })
      }
    } finally {
      store.close()
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** Its entries are gone when it is over, so that no question pays for them. */
async function tellListing(
  entries: readonly Entry[],
  say: Say,
  keep: (some: readonly Entry[]) => void,
): Promise<void> {
  const growing = createFileIndex()
  const began = performance.now()
  let firstMs = 0
  for (let at = 0; at < entries.length; at += rowsAtOnce) {
    const some = entries.slice(at, at + rowsAtOnce)
    keep(some)
    growing.add(some)
    if (at === 0) {
      await growing.children({ folder: '', selection: everything, ...page })
      firstMs = performance.now() - began
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  const listedMs = performance.now() - began
  say(
    `  ${entries.length} files; first page of the list to first rows ${firstMs.toFixed(0)} ms, whole list ${listedMs.toFixed(0)} ms`,
  )
}

function tellOpening(store: Store, snapshotId: number, say: Say): FileIndex {
  const before = heapBytes()
  const began = performance.now()
  const index = createFileIndex()
  for (let after = ''; ; ) {
    const some = store.entries.pageAfter(snapshotId, after, rowsAtOnce)
    const last = some.at(-1)
    if (!last) break
    after = last.path
    index.add(some)
  }
  const openedMs = performance.now() - began
  say(
    `  opened again from the database ${openedMs.toFixed(0)} ms, ${((heapBytes() - before) / 1e6).toFixed(0)} MB in memory`,
  )
  return index
}

/** What the first question by each column costs. */
async function tellOrders(index: FileIndex, say: Say): Promise<void> {
  const told: string[] = []
  for (const by of fileColumns) {
    const turns = listenToTurns()
    const began = performance.now()
    const order = { selection: everything, sort: [{ by, descending: true }], ...page }
    await index.files({ ...order, scope: 'in-sight' })
    told.push(`${by} ${(performance.now() - began).toFixed(0)} (${turns.close().toFixed(0)})`)
  }
  say(`  first use of an order, ms (longest turn): ${told.join(', ')}`)
}

async function tell(
  name: string,
  { ask, index, say }: { readonly ask: Question; readonly index: FileIndex; readonly say: Say },
): Promise<void> {
  const times: number[] = []
  const busy: number[] = []
  const turns = listenToTurns()
  await ask(index, asked)
  turns.reset()
  for (let round = 0; round < asked; round++) {
    const began = performance.now()
    const cpu = process.cpuUsage()
    await ask(index, round)
    times.push(performance.now() - began)
    const { user, system } = process.cpuUsage(cpu)
    busy.push((user + system) / 1000)
    // Answers that need no pause would be one turn together.
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  const ms = (of: readonly number[], share: number) => {
    const sorted = of.toSorted((a, b) => a - b)
    return `${(sorted[Math.floor(share * (asked - 1))] ?? 0).toFixed(1)} ms`.padStart(10)
  }
  const turn = `${turns.close().toFixed(0)} ms`.padStart(9)
  say(`  ${name.padEnd(25)}${ms(times, 0.5)}${ms(times, 0.95)}${ms(busy, 0.95)}${turn}`)
}

/** The longest that the thread computed between two beats of the event loop. */
function listenToTurns() {
  let last = ownMs()
  let longest = 0
  let isOpen = true
  const beat = () => {
    const now = ownMs()
    longest = Math.max(longest, now - last)
    last = now
    if (isOpen) setTimeout(beat, 1)
  }
  beat()
  return {
    reset() {
      longest = 0
      last = ownMs()
    },
    close() {
      isOpen = false
      return Math.max(longest, ownMs() - last)
    },
  }
}

function ownMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function heapBytes(): number {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

const snapshot: Snapshot = {
  instance: 'bench',
  dandisetId: '000026',
  version: 'draft',
  versionChoice: 'asked',
  published: false,
  title: '',
  assetCount: null,
  sizeBytes: null,
  modifiedAt: null,
  embargoed: false,
}

const real = inRoot('..', 'shared', 'data', '000026', 'draft.reconstructed.json.gz')

const worlds: readonly (readonly [string, () => readonly Entry[]])[] = [
  ...(existsSync(real) ? [['000026', listedOf000026] as const] : []),
  ['made up', () => madeUp(100_000)],
]

function listedOf000026(): readonly Entry[] {
  const rows = JSON.parse(gunzipSync(readFileSync(real)).toString()) as readonly AssetRow[]
  return rows.map((row) => entryOf(row, {})).filter((entry) => entry !== null)
}

/** 500 subjects with ten sessions each, everything stated. */
function madeUp(count: number): readonly Entry[] {
  return Array.from({ length: count }, (_, at) => {
    const subject = `M${String(at % 500).padStart(3, '0')}`
    const session = `2024${String(Math.floor(at / 500) % 10).padStart(2, '0')}`
    const modality = ['ecephys', 'behavior', 'behavior+ecephys', 'ophys'][at % 4]
    const path = `sub-${subject}/sub-${subject}_ses-${session}_obj-${at}_${modality}.nwb`
    const entry = entryOf(
      { path, size: (at * 7919) % 1e9, asset_id: `asset-${at}` },
      documentOf(at),
    )
    return entry as Entry
  })
}

function documentOf(at: number) {
  const named = (name: string) => ({ name })
  return {
    dateModified: '2024-01-01T00:00:00Z',
    digest: { 'dandi:dandi-etag': `${String(at).padStart(32, '0')}-1` },
    wasAttributedTo: [
      {
        schemaKey: 'Participant',
        identifier: `M${at % 500}`,
        age: { value: `P${(at % 500) % 300}D` },
        sex: named(at % 2 ? 'Male' : 'Female'),
        species: named('House mouse'),
        genotype: `line ${(at % 500) % 12}`,
      },
    ],
    approach: [named('electrophysiological approach')],
    measurementTechnique: [named('spike sorting technique'), named(`technique ${at % 7}`)],
    variableMeasured: ['Units', 'ElectricalSeries', 'SpatialSeries'].slice(0, 1 + (at % 3)),
  }
}
