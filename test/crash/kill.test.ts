import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import { type Random, seededRandom } from '../archive/content/random.ts'
import type { RecordedRequest } from '../archive/record.ts'
import { type Claims, type Names, readClaims, watchNames } from './on-disk.ts'
import {
  type Class,
  classes,
  dandiset,
  fillDandiset,
  partBytes,
  setSlow,
  type Wanted,
} from './order.ts'
import { type Program, prepareProgram, type Running } from './program.ts'

const rounds = Number(process.env.DANDELION_CRASH_ROUNDS ?? 100)
const seed = process.env.DANDELION_CRASH_SEED ?? String(Date.now())
/** Long enough for the journal's own beat of 2 s to fall into some rounds. */
const longestMs = 2_600
/** From the start of the program to its first bytes, on a machine that does nothing else. */
const startMs = 600
/** A run that is killed sooner keeps nothing of a class: parts wait for the beat, entries for their batch. */
const keepsAfterMs: Readonly<Record<Class, number>> = { large: 1_400, small: 0, zarr: 400 }

let archive: Archive
let program: Program
let all: readonly Wanted[]
let folder: string
let names: Names
const random: Random = seededRandom(seed)

beforeAll(async () => {
  program = await prepareProgram()
  archive = await startArchive({ recordLimit: 1_000_000 })
  all = fillDandiset(archive, random, 2000)
  folder = mkdtempSync(join(tmpdir(), 'dandelion-crash-'))
  names = watchNames(join(folder, 'out'), all)
})

afterAll(async () => {
  await archive?.close()
  program?.close()
  if (folder) rmSync(folder, { recursive: true, force: true })
})

function start(): Running {
  const places = ['-o', join(folder, 'out'), '--data-dir', join(folder, 'data')]
  return program.start([
    'download',
    `DANDI:${dandiset}`,
    '-i',
    archive.urls.web,
    ...places,
    '--json',
  ])
}

/** Things that must never be asked for again, with what the record held when that became so. */
class Ledger {
  readonly #since = new Map<string, number>()

  /** Takes over what a kill left; says how much of each class is safe. */
  note(claims: Claims, named: ReadonlySet<Wanted>): Readonly<Record<Class, number>> {
    for (const [place, parts] of claims.parts)
      for (const part of parts) this.#add(`${place} ${part}`)
    for (const place of claims.entries) this.#add(place)
    for (const it of named) this.#add(it.s3Path)
    return {
      large: share('large', claims, named),
      small: share('small', claims, named),
      zarr: share('zarr', claims, named),
    }
  }

  #add(key: string): void {
    if (!this.#since.has(key)) this.#since.set(key, archive.requests.length)
  }

  get size(): number {
    return this.#since.size
  }

  /** Requests for bytes that were safe when they were asked for. */
  asked(): readonly string[] {
    return archive.requests.flatMap((request, at) =>
      keysOf(request)
        .filter((key) => (this.#since.get(key) ?? Number.POSITIVE_INFINITY) <= at)
        .map((key) => `${key}: ${request.method} ${request.url} ${request.range ?? ''}`),
    )
  }
}

/** What a request covers: the asset, the parts of it, the Zarr that an entry belongs to. */
function keysOf({ service, method, url, range }: RecordedRequest): readonly string[] {
  const place = decodeURIComponent(new URL(url).pathname)
  if (service !== 's3' || method !== 'GET') return []
  const zarr = /^\/zarr\/[^/]+\//.exec(place)?.[0]
  if (zarr !== undefined) return [place, zarr]
  if (!place.startsWith('/blobs/')) return []
  const [, first, last] = /bytes=(\d+)-(\d+)/.exec(range ?? '') ?? []
  const sizeBytes = all.find((it) => it.s3Path === place)?.sizeBytes ?? 0
  const from = Math.floor(Number(first ?? 0) / partBytes)
  const to = Math.floor(Number(last ?? sizeBytes - 1) / partBytes)
  return [place, ...Array.from({ length: to - from + 1 }, (_, at) => `${place} ${from + at}`)]
}

/** How much of a class is safe, of all that there is of it. */
function share(of: Class, claims: Claims, named: ReadonlySet<Wanted>): number {
  const assets = all.filter((it) => it.class === of)
  const units = ({ sizeBytes, md5s }: Wanted) => (of === 'zarr' ? md5s.size : sizeBytes)
  const safe = (it: Wanted) => {
    if (named.has(it)) return units(it)
    if (of !== 'zarr') return claims.bytes.get(it.s3Path) ?? 0
    return [...it.md5s.keys()].filter((key) => claims.entries.has(it.s3Path + key)).length
  }
  const sum = (count: (it: Wanted) => number) => assets.reduce((total, it) => total + count(it), 0)
  return sum(safe) / sum(units)
}

/** When a run is killed: so long after its start, or after its first bytes. */
interface Moment {
  readonly isEarly: boolean
  readonly afterMs: number
}

function anyMoment(): Moment {
  const isEarly = random() < 0.15
  const afterMs = random() ** 2 * longestMs
  return { isEarly, afterMs: isEarly ? afterMs / 3 : afterMs }
}

/** Slow is what is ahead of the rounds or could not be kept; now and then it is the other way round. */
function slowIn(
  shares: Readonly<Record<Class, number>>,
  round: number,
  { isEarly, afterMs }: Moment,
): ReadonlySet<Class> {
  const isAhead = (of: Class) => shares[of] > round / rounds
  const isLost = (of: Class) => isEarly || afterMs < keepsAfterMs[of]
  const likely = (of: Class) => {
    if (isAhead(of)) return 0.95
    return isLost(of) ? 0.75 : 0.1
  }
  return new Set(classes.filter((of) => random() < likely(of)))
}

/** Waits until the program asks for the first bytes of this round, or has ended. */
async function underWay(running: Running, from: number): Promise<void> {
  for (let at = from; running.process.exitCode === null; await delay(10)) {
    for (; at < archive.requests.length; at++) {
      const request = archive.requests[at]
      if (request && keysOf(request).length > 0) return
    }
  }
}

/** One run that is killed at a moment of its start, or of its work. */
async function killedRun({ isEarly, afterMs }: Moment): Promise<boolean> {
  const from = archive.requests.length
  const began = performance.now()
  const running = start()
  if (!isEarly) await underWay(running, from)
  // A machine that is slow to start is slow to work: it is given as much longer.
  const slowness = isEarly ? 1 : Math.min(1.5, Math.max(1, (performance.now() - began) / startMs))
  await Promise.race([delay(afterMs * slowness), running.ended])
  const wasRunning = running.process.exitCode === null
  running.process.kill('SIGKILL')
  const code = await running.ended
  if (!wasRunning) expect([code, running.output()]).toEqual([0, expect.any(String)])
  return wasRunning
}

describe(`kill -9, ${rounds} times (DANDELION_CRASH_SEED=${seed})`, () => {
  it('loses no part, gives no unproved name, and ends with every digest right', async () => {
    const ledger = new Ledger()
    const began = Date.now()
    const reached: string[] = []
    let shares: Readonly<Record<Class, number>> = { large: 0, small: 0, zarr: 0 }
    let killed = 0
    let resumed = 0
    let left: readonly string[] = []
    for (let round = 0; round < rounds; round++) {
      const moment = anyMoment()
      setSlow(archive, all, slowIn(shares, round, moment))
      if (left.length > 0) resumed += 1
      if (await killedRun(moment)) killed += 1
      const { named, partials } = names.check()
      left = partials
      shares = ledger.note(readClaims(join(folder, 'data'), join(folder, 'out'), all), named)
      if ((round + 1) % 10 === 0) {
        const of = (it: Class) => `${it} ${Math.round(shares[it] * 100)} %`
        reached.push(`after ${round + 1}: ${of('large')}, ${of('small')}, ${of('zarr')}`)
      }
    }
    archive.faults.clear()
    const last = start()
    expect([await last.ended, last.output()]).toEqual([0, expect.stringContaining('"summary"')])
    const { named, partials } = names.check()
    const seconds = Math.round((Date.now() - began) / 1000)
    console.log(
      [
        `seed ${seed}: ${killed} of ${rounds} runs killed in flight, ${resumed} found partials, ${seconds} s`,
        ...reached,
        `${ledger.size} parts, entries and files were safe at some kill; ${archive.requests.length} requests`,
      ].join('\n'),
    )
    expect(all.filter((it) => !named.has(it) && it.md5s.size + it.sizeBytes > 0)).toEqual([])
    expect(partials).toEqual([])
    expect(ledger.size).toBeGreaterThan(rounds)
    expect(ledger.asked()).toEqual([])
    expect(killed).toBeGreaterThanOrEqual(rounds * 0.95)
  })

  it('then finds everything there and asks for not one byte of it', async () => {
    const from = archive.requests.length
    const again = start()
    expect([await again.ended, again.output()]).toEqual([0, expect.stringContaining('"summary"')])
    const asked = archive.requests.slice(from).filter((it) => keysOf(it).length > 0)
    expect(asked.map((it) => it.url)).toEqual([])
  })
})
