import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FailureCode } from '../../main/model/failure.ts'
import type { SourcePreference } from '../../main/model/instance.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import type { FaultRule } from '../archive/fault-kinds.ts'
import { type Line, printTable } from '../support/engine-fault-table.ts'
import { below, digestsOf, trueDigests } from '../support/engine-tree.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

/** 122 assets: two pages of the API, and one manifest. */
const dandisetId = '200033'

let world: EngineWorld
let wanted = ''
const lines: Line[] = []

beforeAll(async () => {
  world = await startEngineWorld({ attempts: 3 })
  wanted = 'sub-new/last of all.txt'
  world.archive.addAsset(dandisetId, wanted, { bytes: 'the one that is wanted\n' })
})
afterAll(async () => {
  printTable('Faults while a version is listed', lines)
  await world.close()
})

interface Row {
  readonly fault: string
  readonly rules: readonly FaultRule[]
  readonly source: SourcePreference
  readonly ends: 'verified' | FailureCode
}

const pages = { service: 'api', where: '/assets/?' } as const
const manifest = { service: 's3', where: 'assets.jsonld' } as const

const rows: readonly Row[] = [
  {
    fault: 'endless listing of the API',
    rules: [{ name: 'endless-listing', ...pages }],
    source: 'api',
    ends: 'remote.invalid',
  },
  {
    fault: 'duplicate page of the API, once',
    rules: [{ name: 'duplicate-page', times: 2, ...pages }],
    source: 'api',
    ends: 'verified',
  },
  {
    fault: 'duplicate page of the API, for good',
    rules: [{ name: 'duplicate-page', ...pages }],
    source: 'api',
    ends: 'remote.invalid',
  },
  {
    fault: 'listing changes under the reader, once',
    rules: [{ name: 'shifting-listing', times: 2, ...pages }],
    source: 'api',
    ends: 'verified',
  },
  {
    fault: 'listing changes under the reader, for good',
    rules: [{ name: 'shifting-listing', ...pages }],
    source: 'api',
    ends: 'remote.changed',
  },
  {
    fault: '500 HTML of the API, twice',
    rules: [{ name: 'server-error', times: 2, ...pages }],
    source: 'api',
    ends: 'verified',
  },
  {
    fault: '429 of the API with Retry-After',
    rules: [{ name: 'too-many-requests', retryAfter: { seconds: 9 }, times: 1, ...pages }],
    source: 'api',
    ends: 'verified',
  },
  {
    fault: 'HTML in place of a page',
    rules: [{ name: 'captive', ...pages }],
    source: 'api',
    ends: 'remote.html',
  },
  {
    fault: 'redirect loop of the API',
    rules: [{ name: 'redirect-loop', ...pages }],
    source: 'api',
    ends: 'remote.invalid',
  },
  {
    fault: 'page is cut, once',
    rules: [{ name: 'cut', afterBytes: 3000, times: 1, ...pages }],
    source: 'api',
    ends: 'verified',
  },
  {
    fault: 'manifest is cut, once',
    rules: [{ name: 'cut', afterBytes: 150_000, times: 1, ...manifest }],
    source: 's3',
    ends: 'verified',
  },
  {
    fault: 'manifest is truncated, for good',
    rules: [{ name: 'truncate', afterBytes: 150_000, ...manifest }],
    source: 's3',
    ends: 'net.cut',
  },
  {
    fault: 'manifest is always cut, the API lists',
    rules: [{ name: 'cut', afterBytes: 150_000, ...manifest }],
    source: 'auto',
    ends: 'verified',
  },
  {
    fault: 'manifest is gone',
    rules: [{ name: 'gone', ...manifest }],
    source: 's3',
    ends: 'source.unavailable',
  },
  {
    fault: 'manifest is gone, the API lists',
    rules: [{ name: 'gone', ...manifest }],
    source: 'auto',
    ends: 'verified',
  },
  {
    fault: 'HTML in place of the manifest, the API lists',
    rules: [{ name: 'captive', ...manifest }],
    source: 'auto',
    ends: 'verified',
  },
  {
    fault: 'WebDAV dead',
    rules: [{ name: 'dead', service: 'webdav' }],
    source: 'webdav',
    ends: 'source.unavailable',
  },
  {
    fault: 'WebDAV dead, not needed',
    rules: [{ name: 'dead', service: 'webdav' }],
    source: 'auto',
    ends: 'verified',
  },
  {
    fault: 'API dead, the bucket is enough',
    rules: [{ name: 'dead', service: 'api', where: '/assets/' }],
    source: 'auto',
    ends: 'verified',
  },
  {
    fault: 'nothing answers',
    rules: [{ name: 'drop' }],
    source: 'auto',
    ends: 'net.cut',
  },
]

function codeIn(line: string): string {
  return (JSON.parse(line) as { code?: string }).code ?? ''
}

async function run(row: Row): Promise<void> {
  const { archive, clock, out } = world
  archive.faults.clear()
  archive.clearRequests()
  clock.skip(60_000)
  // A draft that is still the same would not be listed again.
  archive.addAsset(dandisetId, `sub-new/${lines.length}.txt`, { bytes: row.fault })
  const before = world.complaints.length
  const faults = row.rules.map((rule) => archive.faults.add(rule))
  const job = await world.run(
    world.order(dandisetId, {
      version: 'draft',
      source: row.source,
      dandisetYaml: false,
      selection: { ...everything, filter: { ...noFilter, include: [wanted] } },
    }),
  )
  archive.faults.clear()
  const came = job.failure?.code ?? (job.counts.failed === 0 ? 'verified' : 'failed')
  const hits = faults.reduce((sum, fault) => sum + fault.hits(), 0)
  const what = world.complaints.slice(before).map((line) => codeIn(line))
  lines.push([row.fault, what.join(', '), `${archive.requests.length}, ${hits} hit`, came])
  expect(came).toBe(row.ends)
  if (row.ends !== 'verified') return
  const digests = trueDigests(archive, dandisetId, 'draft', (path) => path === wanted)
  expect(await digestsOf(out)).toEqual(below(dandisetId, digests))
  await rm(out, { recursive: true })
}

describe('a fault while a version is listed', () => {
  it.each(rows.map((row) => [`${row.fault} (${row.source}) → ${row.ends}`, row] as const))(
    '%s',
    (_name, row) => run(row),
  )
})
