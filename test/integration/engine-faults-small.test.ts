import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoToken } from '../archive/archive.ts'
import type { Call } from '../archive/call.ts'
import { createFaultTable, type FaultRow } from '../support/engine-fault-table.ts'
import { isUnsigned, originsOfKeys } from '../support/engine-requests.ts'
import { type EngineWorld, shortStallMs, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200001'
const path = 'sub-R01/small.nwb'

let world: EngineWorld
let s3Path = ''

beforeAll(async () => {
  world = await startEngineWorld({
    environment: { DANDELION_API_KEY: demoToken },
    attempts: 2,
    stallMs: shortStallMs,
  })
  s3Path = world.archive.addAsset(dandisetId, path, { sizeBytes: 300_000 }).s3Path
})
afterAll(async () => {
  table.print()
  await world.close()
})

const table = createFaultTable('Faults on a file of a single part', {
  world: () => world,
  target: () => ({ dandisetId, path }),
})

const bytes = (call: Call) => call.path === s3Path && call.headers.range !== 'bytes=0-0'
const everywhere = { where: bytes }
const onBucket = { where: (call: Call) => bytes(call) && isUnsigned(call) }

/** Passing failures: each once, then as often as the bucket is asked. */
const passing = [
  { name: 'drop' },
  { name: 'server-error' },
  { name: 'bad-gateway' },
  { name: 'gateway-timeout' },
  { name: 'dead' },
  { name: 'captive' },
  { name: 'too-many-requests' },
  { name: 'unavailable' },
  { name: 'range-not-satisfiable' },
  { name: 'redirect-loop' },
] as const

const passingRows: readonly FaultRow[] = passing.flatMap((kind) => [
  {
    fault: `${kind.name}, twice`,
    rules: [{ ...kind, times: 2, ...everywhere }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => expect(data.length).toBeGreaterThanOrEqual(3),
  },
  {
    fault: `${kind.name}, from the bucket for good`,
    rules: [{ ...kind, ...onBucket }],
    ends: 'verified',
    from: 'api',
  },
])

const firmRows: readonly FaultRow[] = [
  {
    fault: 'drop, everywhere',
    rules: [{ name: 'drop', ...everywhere }],
    ends: 'net.cut',
  },
  {
    fault: 'server-error, everywhere',
    rules: [{ name: 'server-error', ...everywhere }],
    ends: 'http.status',
  },
  {
    fault: 'HTML in place of data, everywhere',
    rules: [{ name: 'captive', ...everywhere }],
    ends: 'remote.html',
  },
  {
    fault: 'silence, the only source',
    rules: [{ name: 'stall', afterBytes: 0, ...everywhere }],
    source: 's3',
    ends: 'net.timeout',
  },
  {
    fault: 'cut once, then Range ignored everywhere',
    rules: [
      { name: 'cut', afterBytes: 100_000, times: 1, ...everywhere },
      { name: 'ignore-range', ...everywhere },
    ],
    ends: 'verified',
  },
  {
    fault: 'flipped byte from everywhere',
    rules: [{ name: 'flip', atByte: 777, ...everywhere }],
    ends: 'digest.mismatch',
    again: 'whole file',
    check: ({ data }) => expect(data).toHaveLength(3),
  },
  {
    fault: 'flipped byte, the only source',
    rules: [{ name: 'flip', atByte: 777, times: 1, ...everywhere }],
    source: 's3',
    ends: 'verified',
    from: 's3',
    again: 'whole file',
    tells: ['digest.mismatch'],
  },
  {
    fault: 'shortened, from the bucket',
    rules: [{ name: 'shorten', toBytes: 200_000, ...onBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'another object under the key, everywhere',
    rules: [{ name: 'replaced', ...everywhere }],
    ends: 'remote.changed',
  },
  {
    fault: '403 from the bucket',
    rules: [{ name: 'forbidden', ...onBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'slow, 1 MB/s',
    rules: [{ name: 'slow', bytesPerSecond: 1_000_000, ...everywhere }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => expect(data).toHaveLength(1),
  },
  {
    fault: 'latency of 150 ms',
    rules: [{ name: 'latency', delayMs: 150 }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => expect(data).toHaveLength(1),
  },
  {
    fault: 'redirect to another host',
    rules: [{ name: 'redirect-elsewhere', ...onBucket }],
    ends: 'verified',
    check: ({ all }) => {
      expect(all.some((it) => it.service === 'elsewhere' && it.status === 200)).toBe(true)
      expect(originsOfKeys(world.archive)).not.toContain(world.archive.elsewhereUrl)
    },
  },
  {
    fault: 'API redirects to another host',
    rules: [{ name: 'redirect-elsewhere', service: 'api', where: '/download/' }],
    source: 'api',
    ends: 'verified',
    check: () =>
      expect(originsOfKeys(world.archive)).toEqual([new URL(world.archive.urls.api).origin]),
  },
  {
    fault: 'WebDAV dead, for the bytes alone',
    rules: [{ name: 'dead', service: 'webdav', method: 'GET', where: path }],
    source: 'webdav',
    ends: 'http.status',
  },
]

const rows = [...passingRows, ...firmRows]

describe('a fault on a file of a single part', () => {
  it.each(rows.map((row) => [`${row.fault} → ${row.ends}`, row] as const))('%s', (_name, row) =>
    table.run(row),
  )
})
