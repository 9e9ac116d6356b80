import { existsSync, lstatSync, readdirSync, watch } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { FailureCode } from '../../main/model/failure.ts'
import type { SourceKind, SourcePreference } from '../../main/model/instance.ts'
import type { JobView, Order } from '../../main/model/job.ts'
import type { TransferDetail } from '../../main/model/transfer.ts'
import type { FaultRule } from '../archive/fault-kinds.ts'
import type { RecordedRequest } from '../archive/record.ts'
import { dataRequests, objectsFetchedTwice, partsFetchedTwice } from './engine-requests.ts'
import type { EngineWorld } from './engine-world.ts'
import { differsAt } from './file-pieces.ts'

/** One fault, what the archive is told to do, and how it must end. */
export interface FaultRow {
  readonly fault: string
  readonly rules: readonly FaultRule[]
  /** Default `auto`. */
  readonly source?: SourcePreference
  readonly ends: 'verified' | FailureCode
  /** The source of the last bytes. */
  readonly from?: SourceKind
  /** Failures that the timeline must tell, in the order in which they came. */
  readonly tells?: readonly FailureCode[]
  /** Whether a complete part may be asked for again. Default never. */
  readonly again?: 'whole file'
  /** Least wait, ms, that must have been kept. */
  readonly waits?: number
  readonly check?: (seen: Seen) => void
}

export interface Seen {
  readonly job: JobView
  readonly detail: TransferDetail
  /** Requests for the object's bytes. */
  readonly data: readonly RecordedRequest[]
  readonly all: readonly RecordedRequest[]
  readonly final: string
}

/** The asset that a table of faults is about. */
export interface Target {
  readonly dandisetId: string
  readonly path: string
}

export interface FaultTable {
  /** Runs one row in a folder of its own and holds it to what it must show. */
  run(row: FaultRow): Promise<void>
  /** All rows so far, as text. */
  print(): void
}

export type Line = readonly [fault: string, what: string, requests: string, result: string]

export function createFaultTable(
  title: string,
  { world, target }: { world: () => EngineWorld; target: () => Target },
): FaultTable {
  const lines: Line[] = []
  return {
    async run(row) {
      const destination = join(world().out, `row-${lines.length}`)
      const seen = await perform(row, world(), target(), destination)
      lines.push([row.fault, whatHappened(seen), requestsOf(seen), resultOf(seen)])
      hold(row, seen, world())
      await rm(destination, { recursive: true, force: true })
    },
    print: () => printTable(title, lines),
  }
}

async function perform(
  row: FaultRow,
  world: EngineWorld,
  target: Target,
  destination: string,
): Promise<Seen> {
  const { archive, clock } = world
  const entry = archive.entry(target.dandisetId, 'draft', target.path)
  archive.faults.clear()
  archive.clearRequests()
  clock.skip(60_000)
  for (const rule of row.rules) archive.faults.add(rule)
  await mkdir(destination, { recursive: true })
  const final = join(destination, target.path.split('/').at(-1) ?? '')
  const watcher = watchName(destination, final, rightnessOf(world, target))
  const order: Order = world.order(target.dandisetId, {
    pick: { kind: 'item', path: target.path },
    version: 'draft',
    source: row.source ?? 'auto',
    destination,
  })
  const job = await world.run(order)
  archive.faults.clear()
  watcher.close()
  const detail = await world.file(job.id)
  const data = dataRequests(archive, entry.s3Path)
  return { job, detail, data, all: [...archive.requests], final }
}

/** Tells what is wrong with the file or Zarr that has the name, or null. */
function rightnessOf(world: EngineWorld, target: Target): (final: string) => string | null {
  const { dandisetId, path } = target
  const entry = world.archive.entry(dandisetId, 'draft', path)
  if (entry.zarrId !== undefined) {
    const wanted = world.archive.zarrBytesOf(dandisetId, 'draft', path).size
    return (final) => {
      const items = readdirSync(final, { recursive: true, withFileTypes: true })
      const files = items.filter((item) => item.isFile()).length
      return files === wanted ? null : `${files} of ${wanted} entries`
    }
  }
  let right = ''
  return (final) => {
    const state = stateOf(final)
    if (state === right) return null
    const at = differsAt(final, world.archive.chunksOf(dandisetId, 'draft', path))
    if (at !== null) return `other bytes from ${at}`
    right = state
    return null
  }
}

/** Differs when a file was written to or another took its place. */
function stateOf(file: string): string {
  const { ino, size, mtimeNs, ctimeNs } = lstatSync(file, { bigint: true })
  return `${ino} ${size} ${mtimeNs} ${ctimeNs}`
}

/** What has its real name must be right from the first moment. */
function watchName(folder: string, final: string, wrongIn: (final: string) => string | null) {
  const name = final.slice(folder.length + 1)
  const wrong: string[] = []
  const watcher = watch(folder, (_event, file) => {
    const trouble = file === name && existsSync(final) ? wrongIn(final) : null
    if (trouble !== null) wrong.push(trouble)
  })
  return {
    close() {
      watcher.close()
      if (existsSync(final)) expect(wrongIn(final)).toBeNull()
      expect(wrong, 'a final name whose digest is wrong').toEqual([])
    },
  }
}

function hold(row: FaultRow, seen: Seen, world: EngineWorld): void {
  const { detail, final, data } = seen
  const { transfer } = detail
  const told = failuresOf(detail)
  expect(resultOf(seen), told.join(', ')).toMatch(new RegExp(`^${row.ends.replace('.', '\\.')}`))
  expect(existsSync(final)).toBe(row.ends === 'verified')
  if (row.from) expect(transfer.source).toBe(row.from)
  if (row.tells) expect(told).toEqual(row.tells)
  if (row.waits) expect(Math.max(...world.clock.waits)).toBeGreaterThanOrEqual(row.waits)
  if (row.again === undefined) {
    const isZarr = transfer.kind === 'zarr'
    const again = isZarr ? objectsFetchedTwice(data) : partsFetchedTwice(data, transfer.sizeBytes)
    expect(again, 'complete and asked for again').toEqual([])
  }
  row.check?.(seen)
}

export function failuresOf(detail: TransferDetail): readonly FailureCode[] {
  const failures = detail.timeline.map((row) => row.failure?.code)
  return failures.filter((code) => code !== undefined).reverse()
}

function resultOf({ detail: { transfer } }: Seen): string {
  const { state, source } = transfer
  if (state.kind === 'done') return `verified, from ${source}`
  return state.kind === 'failed' ? `${state.code}, reported` : state.kind
}

function whatHappened({ detail, data }: Seen): string {
  const told = failuresOf(detail)
  const words = [...new Set(told)].map((code) => {
    const times = told.filter((each) => each === code).length
    return times > 1 ? `${code} ×${times}` : code
  })
  const sources = detail.sources.map((each) => each.source)
  if (sources.length > 1) words.push(`bytes from ${sources.join(' and ')}`)
  if (words.length > 0) return words.join('; ')
  return data.some(({ faults }) => faults.length > 0) ? 'went on from where it was' : 'nothing'
}

function requestsOf({ data, all }: Seen): string {
  const hit = data.filter(({ faults }) => faults.length > 0).length
  return `${data.length} for bytes, ${hit} of them hit, ${all.length - data.length} other`
}

/** Writes lines as columns to the test's output. */
export function printTable(title: string, lines: readonly Line[]): void {
  const head: Line = ['fault', 'what happened', 'requests', 'result']
  const all = [head, ...lines]
  const width = (column: number) => Math.max(...all.map((line) => line[column]?.length ?? 0))
  const row = (line: Line) => `  ${line.map((cell, at) => cell.padEnd(width(at))).join('  ')}`
  process.stdout.write(`\n${title}\n${all.map((line) => row(line).trimEnd()).join('\n')}\n\n`)
}
