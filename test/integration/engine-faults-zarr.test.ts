import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Call } from '../archive/call.ts'
import { createFaultTable, type FaultRow } from '../support/engine-fault-table.ts'
import { isUnsigned } from '../support/engine-requests.ts'
import { type EngineWorld, shortStallMs, startEngineWorld } from '../support/engine-world.ts'

const dandisetId = '200006'
const path = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'

let world: EngineWorld
let s3Path = ''
let count = 0

beforeAll(async () => {
  world = await startEngineWorld({ attempts: 2, stallMs: shortStallMs })
  s3Path = world.archive.entry(dandisetId, 'draft', path).s3Path
  count = world.archive.zarrBytesOf(dandisetId, 'draft', path).size
})
afterAll(async () => {
  table.print()
  await world.close()
})

const table = createFaultTable('Faults on the entries of a Zarr', {
  world: () => world,
  target: () => ({ dandisetId, path }),
})

const isEntry = (call: Call) => call.path.startsWith(s3Path)
const isOne = (call: Call) => isEntry(call) && call.path.endsWith('0/0/0/2/3')
const all = { where: isEntry }
const one = { where: isOne }
const oneOnBucket = { where: (call: Call) => isOne(call) && isUnsigned(call) }
const allOnBucket = { where: (call: Call) => isEntry(call) && isUnsigned(call) }
const busy = { name: 'latency', delayMs: 20, ...all } as const
const listing = { service: 's3', where: 'list-type=2' } as const

/** A passing failure of one entry costs one request more and no other entry a second one. */
const onceRows: readonly FaultRow[] = (
  [
    { name: 'cut', afterBytes: 100 },
    { name: 'truncate', afterBytes: 100 },
    { name: 'shorten', toBytes: 100 },
    { name: 'stall', afterBytes: 100 },
    { name: 'drop' },
    { name: 'flip', atByte: 50 },
    { name: 'server-error' },
    { name: 'bad-gateway' },
    { name: 'gateway-timeout' },
    { name: 'dead' },
    { name: 'captive' },
    { name: 'too-many-requests' },
    { name: 'redirect-loop' },
  ] as const
).map((kind) => ({
  fault: `${kind.name} of one entry, once`,
  rules: [{ ...kind, times: 1, ...one }],
  ends: 'verified',
  check: ({ data }) => expect(data).toHaveLength(count + 1),
}))

const rows: readonly FaultRow[] = [
  ...onceRows,
  {
    fault: 'wrong bytes of one entry, from the bucket for good',
    rules: [{ name: 'flip', atByte: 50, ...oneOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: 'wrong bytes of one entry, everywhere',
    rules: [{ name: 'flip', atByte: 50, ...one }],
    ends: 'digest.mismatch',
  },
  {
    fault: '404 of one entry, from the bucket',
    rules: [{ name: 'gone', ...oneOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: '404 of one entry, everywhere',
    rules: [{ name: 'gone', ...one }],
    ends: 'remote.gone',
  },
  {
    fault: '412 of one entry, everywhere',
    rules: [{ name: 'precondition-failed', ...one }],
    ends: 'remote.changed',
  },
  {
    fault: 'another object under one key, everywhere',
    rules: [{ name: 'replaced', ...one }],
    ends: 'remote.changed',
  },
  {
    fault: '403 of one URL, once',
    rules: [{ name: 'expired', times: 1, ...one }],
    source: 'api',
    ends: 'verified',
    from: 'api',
  },
  {
    fault: '403 of the bucket',
    rules: [{ name: 'forbidden', ...allOnBucket }],
    ends: 'verified',
    from: 'api',
  },
  {
    fault: '429 with Retry-After for the first five',
    rules: [{ name: 'too-many-requests', retryAfter: { seconds: 6 }, times: 5, ...all }],
    ends: 'verified',
    from: 's3',
    waits: 6000,
  },
  {
    fault: '503 with Retry-After as a date',
    rules: [{ name: 'unavailable', retryAfter: { seconds: 15, form: 'date' }, times: 3, ...all }],
    ends: 'verified',
    from: 's3',
    waits: 13_000,
  },
  {
    fault: 'no more than 2 connections, others reset',
    rules: [busy, { name: 'connection-limit', limit: 2, ...all }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'no more than 2 connections, others told 503',
    rules: [busy, { name: 'connection-limit', limit: 2, answer: '503', ...all }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'slow, 200 kB/s each',
    rules: [{ name: 'slow', bytesPerSecond: 200_000, ...all }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => expect(data).toHaveLength(count),
  },
  {
    fault: 'latency of 60 ms',
    rules: [{ name: 'latency', delayMs: 60 }],
    ends: 'verified',
    from: 's3',
    check: ({ data }) => expect(data).toHaveLength(count),
  },
  {
    fault: 'redirect to another host',
    rules: [{ name: 'redirect-elsewhere', ...allOnBucket }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'listing of the bucket fails once',
    rules: [{ name: 'server-error', times: 1, ...listing }],
    ends: 'verified',
    from: 's3',
  },
  {
    fault: 'listing of the bucket fails for good',
    rules: [{ name: 'captive', ...listing }],
    ends: 'verified',
  },
]

describe('a fault on the entries of a Zarr', () => {
  it.each(rows.map((row) => [`${row.fault} → ${row.ends}`, row] as const))('%s', (_name, row) =>
    table.run(row),
  )
})
