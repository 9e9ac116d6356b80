import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../archive/call.ts'
import { createFaultTable, type FaultRow } from '../support/engine-fault-table.ts'
import { isUnsigned, spanOf } from '../support/engine-requests.ts'
import { type EngineWorld, shortStallMs, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200001'
const path = 'sub-R01/two-parts.nwb'
const MiB = 1024 * 1024
const partBytes = 64 * MiB
const sizeBytes = partBytes + 5 * MiB

let world: EngineWorld
let s3Path = ''

beforeAll(async () => {
  world = await startEngineWorld({ settings: { partsPerFile: 1 }, stallMs: shortStallMs })
  s3Path = world.archive.addAsset(dandisetId, path, { sizeBytes }).s3Path
})
afterAll(async () => {
  table.print()
  await world.close()
})

const table = createFaultTable('Faults on a file of two parts', {
  world: () => world,
  target: () => ({ dandisetId, path }),
})

const bytes = (call: Call) => call.path === s3Path && call.headers.range !== 'bytes=0-0'
const everywhere = { where: bytes }
const onBucket = { where: (call: Call) => bytes(call) && isUnsigned(call) }
/** The second part, in mid-file. */
const secondPart = {
  where: (call: Call) =>
    bytes(call) && Number(call.headers.range?.slice(6).split('-')[0]) >= partBytes,
}
const secondOnBucket = { where: (call: Call) => secondPart.where(call) && isUnsigned(call) }

const rows: readonly FaultRow[] = [
  {
    fault: 'cut once after 40 MiB',
    rules: [{ name: 'cut', afterBytes: 40 * MiB, times: 1, ...everywhere }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => {
      const [, second] = data
      if (!second) throw new Error('no second request')
      expect(spanOf(second, sizeBytes)[0]).toBeGreaterThan(MiB)
    },
  },
  {
    fault: 'cut after every 12 MiB',
    rules: [{ name: 'cut', afterBytes: 12 * MiB, ...everywhere }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'stall once after 10 MiB',
    rules: [{ name: 'stall', afterBytes: 10 * MiB, times: 1, ...everywhere }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'stall of the bucket for good',
    rules: [{ name: 'stall', afterBytes: 0, ...secondOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'Range ignored by the bucket',
    rules: [{ name: 'ignore-range', ...onBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'Range ignored everywhere',
    rules: [{ name: 'ignore-range', ...everywhere }],
    ends: 'range.ignored',
  },
  {
    fault: 'wrong Content-Range once',
    rules: [{ name: 'wrong-content-range', times: 1, ...everywhere }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'wrong Content-Range everywhere',
    rules: [{ name: 'wrong-content-range', ...everywhere }],
    ends: 'range.wrong',
  },
  {
    fault: 'truncated once in mid-file',
    rules: [{ name: 'truncate', afterBytes: 2 * MiB, times: 1, ...secondPart }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'shortened once in mid-file',
    rules: [{ name: 'shorten', toBytes: 2 * MiB, times: 1, ...secondPart }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'flipped byte from the bucket',
    rules: [{ name: 'flip', atByte: 1000, ...onBucket }],
    ends: 'verified',
    from: 'api',
    again: 'whole file',
    tells: ['digest.mismatch'],
  },
  {
    fault: 'flipped byte from everywhere',
    rules: [{ name: 'flip', atByte: partBytes + 1000, ...everywhere }],
    ends: 'digest.mismatch',
    again: 'whole file',
  },
  {
    fault: 'ETag changes in mid-file, the same listing',
    rules: [{ name: 'replaced', ...secondPart }],
    ends: 'remote.changed',
  },
  {
    fault: 'URL expires once in mid-file',
    rules: [{ name: 'expired', times: 1, ...secondPart }],
    source: 'api',
    ends: 'verified',
    from: 'api',
    check: ({ all }) => expect(all.filter((it) => it.url.endsWith('/download/'))).toHaveLength(2),
  },
  {
    fault: 'every URL is expired',
    rules: [{ name: 'expired', ...everywhere }],
    source: 'api',
    ends: 'auth.expired',
  },
  {
    fault: '404 from the bucket in mid-file',
    rules: [{ name: 'gone', ...secondOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: '404 everywhere, still listed',
    rules: [{ name: 'gone', ...secondPart }],
    ends: 'remote.gone',
  },
  {
    fault: '412 from the bucket in mid-file',
    rules: [{ name: 'precondition-failed', ...secondOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: '416 once in mid-file',
    rules: [{ name: 'range-not-satisfiable', times: 1, ...secondPart }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: '429 with Retry-After in seconds',
    rules: [{ name: 'too-many-requests', retryAfter: { seconds: 7 }, times: 1, ...secondPart }],
    ends: 'verified',
    from: 's3',
    waits: 7000,
  },
  {
    fault: '503 with Retry-After as a date',
    rules: [
      {
        name: 'unavailable',
        retryAfter: { seconds: 20, form: 'date' },
        times: 1,
        ...secondPart,
      },
    ],
    ends: 'verified',
    from: 's3',
    waits: 18_000,
  },
  {
    fault: '500 HTML from the bucket for good',
    rules: [{ name: 'server-error', ...secondOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'HTML in place of data, once',
    rules: [{ name: 'captive', times: 1, ...secondPart }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'bucket and API refuse, WebDAV serves',
    rules: [
      { name: 'forbidden', times: 1, ...secondOnBucket },
      { name: 'gone', service: 'api', where: '/download/' },
    ],
    ends: 'verified',
    from: 'webdav',
  },
]

describe('a fault on a file of two parts', () => {
  it.each(rows.map((row) => [`${row.fault} → ${row.ends}`, row] as const))('%s', (_name, row) =>
    table.run(row),
  )
})
