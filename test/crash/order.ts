// What is ordered in the crash test: large files, small files and Zarrs of one dandiset, and what
// is true of each.
import { createHash } from 'node:crypto'
import type { Archive } from '../archive/archive.ts'
import type { Call } from '../archive/call.ts'
import { between, type Random } from '../archive/content/random.ts'

export const dandiset = '200006'
export const partBytes = 64 * 1024 * 1024
const MB = 1_000_000

export const classes = ['large', 'small', 'zarr'] as const
export type Class = (typeof classes)[number]

/** One asset as it must be on disk. */
export interface Wanted {
  /** Below the output folder. */
  readonly path: string
  readonly class: Class
  readonly sizeBytes: number
  /** Its place in the bucket; of a Zarr the folder, with a slash at the end. */
  readonly s3Path: string
  /** All bytes of a file. */
  readonly bytes: () => Iterable<Buffer>
  /** MD5 by key, of a Zarr. */
  readonly md5s: ReadonlyMap<string, string>
}

/** Adds large files, middling ones, small ones and entries of a Zarr to a small dandiset. */
export function fillDandiset(
  archive: Archive,
  random: Random,
  zarrEntries: number,
): readonly Wanted[] {
  const add = (path: string, sizeBytes: number) => archive.addAsset(dandiset, path, { sizeBytes })
  // In the order of their names they begin: large ones and Zarrs leave places for small ones.
  for (let at = 0; at < 3; at++) {
    add(`a-large/${at}.nwb`, 3 * partBytes + between(random, 1, partBytes))
  }
  for (let at = 0; at < 6; at++) add(`t-middling/${at}.nwb`, between(random, 2 * MB, 12 * MB))
  for (let at = 0; at < 60; at++) add(`u-small/${at}.nwb`, between(random, 1, MB))
  const zarr = archive.paths(dandiset, 'draft').find((path) => path.includes('NeuN'))
  if (zarr === undefined) throw new Error('the dandiset has no Zarr any more')
  for (let at = 0; at < zarrEntries; at++) {
    const key = `9/${Math.floor(at / 100)}/${at % 100}`
    archive.changeZarrEntry(dandiset, zarr, key, { sizeBytes: between(random, 1, 20_000) })
  }
  return archive.paths(dandiset, 'draft').map((path) => wanted(archive, path))
}

function wanted(archive: Archive, path: string): Wanted {
  const { sizeBytes, s3Path, zarrId } = archive.entry(dandiset, 'draft', path)
  const entries = zarrId ? archive.zarrBytesOf(dandiset, 'draft', path) : new Map<string, Buffer>()
  return {
    path: `${dandiset}/${path}`,
    class: classOf(sizeBytes, zarrId !== undefined),
    sizeBytes,
    s3Path,
    bytes: () => archive.chunksOf(dandiset, 'draft', path),
    md5s: new Map([...entries].map(([key, bytes]) => [key, md5(bytes)])),
  }
}

function classOf(sizeBytes: number, isZarr: boolean): Class {
  if (isZarr) return 'zarr'
  return sizeBytes > partBytes ? 'large' : 'small'
}

const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex')

/** Even at its best a line is not so fast that a few rounds bring everything. */
const best = {
  large: { name: 'slow', bytesPerSecond: 4 * MB },
  small: { name: 'latency', delayMs: 10 },
  zarr: { name: 'latency', delayMs: 25 },
} as const
/** What is ahead of the rounds stays nearly where it is. */
const slowest = {
  large: { name: 'slow', bytesPerSecond: MB / 10 },
  small: { name: 'latency', delayMs: 10_000 },
  zarr: { name: 'latency', delayMs: 10_000 },
} as const

/** Makes the bucket slow for some classes, so that none is done before its time. */
export function setSlow(archive: Archive, all: readonly Wanted[], slow: ReadonlySet<Class>): void {
  const ofPlaces = new Map(all.map((it) => [it.s3Path, it.class]))
  const isOf = (of: Class) => (call: Call) => {
    const zarr = /^\/zarr\/[^/]+\//.exec(call.path)?.[0]
    return ofPlaces.get(zarr ?? call.path) === of
  }
  archive.faults.clear()
  for (const of of classes) {
    const speed = slow.has(of) ? slowest[of] : best[of]
    archive.faults.add({ ...speed, service: 's3', where: isOf(of) })
  }
  archive.faults.add({
    name: 'stall',
    afterBytes: 0,
    service: 's3',
    where: (call) => call.path === lastOf(all).s3Path,
  })
}

/** A file that arrives only when no one kills any more: until then no round ends by itself. */
function lastOf(all: readonly Wanted[]): Wanted {
  const last = all.filter((it) => it.path.includes('/t-middling/')).at(-1)
  if (!last) throw new Error('the dandiset has no middling file any more')
  return last
}
