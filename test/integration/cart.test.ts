import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CartHow } from '../../main/model/cart.ts'
import type { FacetField } from '../../main/model/facts.ts'
import { orderDefaults } from '../../main/model/job.ts'
import {
  everything,
  type Filter,
  noFilter,
  type Selection,
  wanting,
} from '../../main/model/selection.ts'
import { cartFile } from '../../preload/requests/cart-file.ts'
import { jsonLines, startCommand } from '../support/cli-run.ts'
import { digestsOf } from '../support/engine-tree.ts'
import { type EngineWorld, isOver, startEngineWorld } from '../support/engine-world.ts'
import { answerRaw } from '../support/raw-question.ts'

let world: EngineWorld
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dandelion-cart-'))
  world = await startEngineWorld()
})
afterEach(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const ref = (dandisetId: string, version: string | null) => ({
  instance: 'local',
  dandisetId,
  version,
  pick: { kind: 'dandiset' as const },
})

const add = (
  dandisetId: string,
  selection: Selection = everything,
  version: string | null = 'draft',
) =>
  world.engine['cart.add']({
    items: [{ ref: ref(dandisetId, version), selection: structuredClone(selection) as never }],
  })

const rules = (filter: Filter, limitBytes: number | null = null) =>
  world.engine['cart.rules']({ filter: structuredClone(filter) as never, limitBytes })

const how = (): CartHow => ({
  ...orderDefaults,
  destination: world.out,
  source: 'auto',
  existing: 'error',
  preserveTree: false,
  assets: true,
  dandisetYaml: true,
})

const only = (...include: string[]): Selection => ({
  ...everything,
  filter: { ...noFilter, include },
})

/** Asked again with every event until everything is listed. */
async function settled() {
  for (;;) {
    let stop = () => {}
    const changed = new Promise<void>((resolve) => {
      stop = world.engine.subscribe(() => resolve())
    })
    const summary = await world.engine['cart.summary']({ destination: world.out })
    if (!summary.settled) await changed
    stop()
    if (summary.settled) return summary
  }
}

/** What the orders of the cart would fetch, as their plan tells it. */
async function orderedFiles(): Promise<readonly string[]> {
  const { planId } = await world.engine['cart.plan']({ how: how() as never })
  const page = { planId, verdict: 'all', offset: 0, limit: 5000 } as const
  const { rows } = await world.engine['plan.page'](page)
  return rows
    .map((row) => row.path)
    .filter((path) => !path.endsWith('/dandiset.yaml'))
    .sort()
}

async function run(jobIds: readonly string[]): Promise<void> {
  for (const jobId of jobIds) await world.until(jobId, isOver)
}

it('an expression of the cart that takes for ever is told at its items, and holds up nothing', async () => {
  world.archive.addAsset('200014', `${'a'.repeat(60)}!`, { bytes: 'x' })
  await add('200014')
  await settled()
  await rules({ ...noFilter, regex: '(a+)+$' })
  const slow = settled()
  expect(await world.engine['cart.get'](undefined)).toMatchObject({ filter: { regex: '(a+)+$' } })
  const { items, files } = await slow
  const failure = { code: 'input.invalid', details: { reason: 'regex-slow' } }
  expect(items).toMatchObject([{ state: 'failed', failure }])
  expect(files).toBe(0)
  await expect(world.engine['cart.plan']({ how: how() as never })).rejects.toMatchObject(failure)
})

describe('a question over three dandisets', () => {
  const asked = ['200014', '200019', '200037'] as const

  async function question(limitBytes: number): Promise<void> {
    for (const id of asked) await add(id)
    await settled()
    const { species } = await world.engine['cart.facets']({ find: null })
    const mice = species.map((it) => it.value).filter((it) => it.startsWith('Mus musculus'))
    const facets: readonly (readonly [FacetField, readonly string[]])[] = [
      ['species', mice],
      ['sex', ['Female']],
      ['modality', ['ecephys']],
      ['type', ['nwb']],
    ]
    const young: Filter = { ...noFilter, ageDays: { from: 60, to: 90 } }
    const filter = facets.reduce((now, [field, values]) => wanting(now, field, values), young)
    await rules(filter, limitBytes)
  }

  it('is answered with the files that a script finds in the raw JSON, at most 200 GB', async () => {
    await question(200e9)
    const drafts = asked.map((id) => [id, 'draft'] as const)
    const truth = await answerRaw(world.archive.urls.api, drafts, 200e9)
    const summary = await settled()
    expect(new Set(truth.map((it) => it.dandisetId)).size).toBeGreaterThan(1)
    expect(summary.files).toBe(truth.length)
    expect(summary.sizeBytes).toBe(truth.reduce((sum, it) => sum + it.size, 0))
    expect(await orderedFiles()).toEqual(truth.map((it) => `${it.dandisetId}/${it.path}`).sort())
  })

  it('is cut where the limit is, item by item and path by path', async () => {
    const limit = 150e6
    await question(limit)
    const drafts = asked.map((id) => [id, 'draft'] as const)
    const all = await answerRaw(world.archive.urls.api, drafts, 200e9)
    const truth = await answerRaw(world.archive.urls.api, drafts, limit)
    const summary = await settled()
    expect(truth.length).toBeLessThan(all.length)
    expect(summary.cut.files).toBe(all.length - truth.length)
    expect(summary.sizeBytes).toBeLessThanOrEqual(limit)
    expect(await orderedFiles()).toEqual(truth.map((it) => `${it.dandisetId}/${it.path}`).sort())
  })
})

describe('the cart', () => {
  it('waits for metadata where the listing has none and rules ask for them', async () => {
    world.archive.faults.add({ name: 'dead', service: 's3' })
    await add('200018')
    await rules(wanting(noFilter, 'sex', ['Female']))
    expect((await settled()).items[0]).toMatchObject({ entries: 48, described: 48, files: 24 })
    world.archive.clearRequests()
    expect(await orderedFiles()).toHaveLength(24)
  })

  it('is there again after a restart, rules and limit included', async () => {
    await add('200018', only('sub-R01/*'))
    await rules({ ...noFilter, text: 'ses' }, 5e6)
    const before = await world.engine['cart.get'](undefined)
    await world.reopen()
    expect(await world.engine['cart.get'](undefined)).toEqual({ ...before, canUndo: false })
    expect((await world.engine.snapshot(undefined)).cartItems).toBe(1)
  })

  it('takes two choices of one version as one, and each file once', async () => {
    await add('200018', { ...everything, filter: wanting(noFilter, 'subject', ['R01']) })
    await add('200018', { ...everything, filter: wanting(noFilter, 'subject', ['R02']) })
    expect((await world.engine['cart.get'](undefined)).items).toHaveLength(1)
    expect((await settled()).files).toBe(12)
    await add('200018', only('sub-R02/*', 'sub-R03/*'))
    expect((await world.engine['cart.get'](undefined)).items).toHaveLength(2)
    expect((await settled()).files).toBe(18)
    expect(await orderedFiles()).toHaveLength(18)
  })

  it('tells of files that two versions put at one place, and fetches the first', async () => {
    const versions = await world.engine['dandiset.versions']({
      instance: 'local',
      dandisetId: '200014',
    })
    const [, older] = versions.filter((it) => it.version !== 'draft')
    await add('200014', everything, 'draft')
    await add('200014', everything, older?.version ?? '')
    const summary = await settled()
    expect(summary.clashCount).toBe(1)
    expect(summary.clashes[0]?.versions[0]).toBe('draft')
    expect(summary.items[1]?.newer).not.toBe(older?.version)
    const files = await orderedFiles()
    expect(new Set(files).size).toBe(files.length)
  })

  it('says which published version came after the one in the cart', async () => {
    const versions = await world.engine['dandiset.versions']({
      instance: 'local',
      dandisetId: '200018',
    })
    const published = versions.map((it) => it.version).filter((it) => it !== 'draft')
    const [newest, older] = published.sort().reverse()
    const {
      items: [item],
    } = await add('200018', everything, older ?? '')
    let summary = await settled()
    while (summary.items[0]?.newer === null) {
      await new Promise<void>((resolve) => {
        const stop = world.engine.subscribe(() => {
          stop()
          resolve()
        })
      })
      summary = await settled()
    }
    expect(summary.items[0]?.newer).toBe(newest)
    await world.engine['cart.change']({ id: item?.id ?? '', version: newest ?? '' })
    expect((await settled()).items[0]?.newer).toBeNull()
  })

  it('gives back what was removed last, once', async () => {
    const { items } = await add('200018')
    await add('200019')
    const removed = await world.engine['cart.remove']({ id: items[0]?.id ?? '' })
    expect(removed.items).toHaveLength(1)
    const back = await world.engine['cart.undo'](undefined)
    expect(back.items.map((it) => it.ref.dandisetId)).toEqual(['200018', '200019'])
    expect(back.canUndo).toBe(false)
  })

  it('measures the line while it is used, and tells from it how long the cart takes', async () => {
    await add('200018', only('sub-R01/*20210402*'))
    world.archive.faults.add({ name: 'slow', service: 's3', bytesPerSecond: 250_000 })
    expect((await settled()).seconds).toBeNull()
    await run((await world.engine['cart.order']({ how: how() as never })).jobIds)
    await world.reopen()
    const { seconds } = await settled()
    expect(seconds?.[0]).toBeGreaterThan(0)
    expect(seconds?.[1]).toBeGreaterThanOrEqual(seconds?.[0] ?? 0)
  })
})

describe('a saved cart', () => {
  const path = () => join(folder, 'rats.dandicart')

  async function saved(): Promise<string> {
    await add('200018', only('sub-R01/*', 'sub-R02/*'))
    await add('200001')
    await world.engine.saveCart(path())
    return path()
  }

  /** Every kind of change that a draft can see; returns the paths. */
  function changeUpstream() {
    const { archive } = world
    const files = archive.paths('200018', 'draft').filter((it) => it.startsWith('sub-R01/'))
    const [changed = '', renamed = '', removed = ''] = files
    const to = 'sub-R01/sub-R01_ses-renamed_ecephys.nwb'
    const added = 'sub-R02/sub-R02_ses-added_ecephys.nwb'
    archive.addAsset('200018', added, { sizeBytes: 4000 })
    archive.addAsset('200018', 'sub-R09/sub-R09_ses-elsewhere.nwb', { sizeBytes: 10 })
    archive.changeAsset('200018', changed, { sizeBytes: 5000 })
    archive.renameAsset('200018', renamed, to)
    archive.removeAsset('200018', removed)
    world.clock.skip(600_000)
    return { added, changed, renamed, to, removed }
  }

  function download(args: readonly string[], out: string) {
    const dataDir = join(folder, 'other data')
    const all = ['download', ...args, '-o', out, '--data-dir', dataDir]
    return startCommand(all, { env: { HOME: folder } }).ended
  }

  it('is what its schema says, with every file and digest', async () => {
    const document = cartFile.parse(JSON.parse(readFileSync(await saved(), 'utf8')))
    const files = document.items.flatMap((it) => it.files)
    expect(files.length).toBe((await settled()).files)
    expect(files.every((it) => it.digests.length > 0)).toBe(true)
    expect(document.items[0]?.instance.apiUrl).toBe(world.archive.urls.api)
  })

  it('tells nothing when nothing has changed', async () => {
    const opened = await world.engine['cart.open']({ path: await saved() })
    expect(opened.changes).toEqual([])
  })

  it('tells what was added, changed, renamed and removed since', async () => {
    await saved()
    const { added, changed, renamed, to, removed } = changeUpstream()
    const { changes, counts } = await world.engine['cart.open']({ path: path() })
    expect(changes.map((it) => [it.kind, it.path, it.to])).toEqual([
      ['added', added, null],
      ['changed', changed, null],
      ['renamed', renamed, to],
      ['removed', removed, null],
    ])
    expect(counts).toEqual({ added: 1, changed: 1, renamed: 1, removed: 1, unmatched: 0 })
  })

  it('is taken as its rules are now, or as it was, without what is no longer the same', async () => {
    await saved()
    const { added, changed } = changeUpstream()
    await world.engine['cart.take']({ path: path(), meaning: 'rules', into: 'replace' })
    const now = await orderedFiles()
    expect(now).toContain(`200018/${added}`)
    expect(now).toContain(`200018/${changed}`)
    await world.engine['cart.take']({ path: path(), meaning: 'saved', into: 'replace' })
    const then = await orderedFiles()
    expect(then.filter((it) => it.startsWith('200018/'))).toHaveLength(12 - 3)
    expect(then).not.toContain(`200018/${changed}`)
    expect((await settled()).items[0]?.missing).toBe(3)
    await world.reopen()
    expect(await orderedFiles()).toEqual(then)
    expect((await world.engine['cart.undo'](undefined)).items).toHaveLength(2)
  })

  it('tells of a version that is gone and compares the others', async () => {
    await saved()
    const text = readFileSync(path(), 'utf8').replace('"draft"', '"0.991231.2359"')
    await writeFile(path(), text)
    const opened = await world.engine['cart.open']({ path: path() })
    expect(opened.items.map((it) => it.failure?.code ?? null)).toEqual(['remote.not-found', null])
  })

  it('gives the identical tree in a terminal with another data folder', async () => {
    await saved()
    await run((await world.engine['cart.order']({ how: how() as never })).jobIds)
    const first = await digestsOf(world.out)
    const out = join(folder, 'second')
    const { code, stdout, stderr } = await download([path()], out)
    expect(`${stdout}${stderr}`).toContain('Nothing has changed')
    expect(code).toBe(0)
    expect(Object.keys(first).length).toBeGreaterThan(13)
    expect(await digestsOf(out)).toEqual(first)
  })

  it('tells a terminal what has changed, and exits with 1 when saved files are gone', async () => {
    await saved()
    const { changed, removed, added } = changeUpstream()
    const dry = await download([path(), '--dry-run'], join(folder, 'dry'))
    expect(dry.stdout).toContain('4 things have changed')
    const told = dry.stdout.split('\n')
    expect(told.find((it) => it.endsWith(`200018/${changed}`))).toMatch(/^~ changed /)
    expect(dry.code).toBe(0)
    const out = join(folder, 'saved')
    const run = await download([path(), '--cart', 'saved', '--json'], out)
    const events = jsonLines(run.stdout).filter((it) => it.event === 'changed')
    expect(events.map((it) => it.kind)).toEqual(['added', 'changed', 'renamed', 'removed'])
    expect(run.code).toBe(1)
    const paths = Object.keys(await digestsOf(out)).filter((it) => it.startsWith('200018/sub'))
    expect(paths).toHaveLength(9)
    for (const gone of [changed, removed, added]) expect(paths).not.toContain(`200018/${gone}`)
  })

  const bad: readonly (readonly [name: string, text: (good: string) => string, reason: string])[] =
    [
      ['cut in the middle', (good) => good.slice(0, good.length / 2), 'truncated'],
      ['of another program', () => '{"name":"package","version":"1"}', 'other'],
      ['no JSON at all', () => 'PK\u0003\u0004', 'other'],
      ['empty', () => '', 'other'],
      ['of a later Dandelion', (good) => good.replace('dandicart/1', 'dandicart/7'), 'future'],
      [
        'with a path upwards',
        (good) => good.replace('"path":"sub-R01/', '"path":"../../etc/'),
        'path',
      ],
      ['with an absolute path', (good) => good.replace(/"path":"sub-R01/, '"path":"/etc'), 'path'],
      ['with a version that is none', (good) => good.replace('"draft"', '"latest"'), ''],
    ]

  it.each(bad)(
    'that is %s is refused in a sentence, and the cart stays',
    async (_, text, reason) => {
      const good = readFileSync(await saved(), 'utf8')
      const before = await world.engine['cart.get'](undefined)
      await writeFile(path(), text(good))
      const refusal = {
        code: 'input.cart',
        details: reason === '' ? { part: 'items.0.version' } : { reason },
      }
      await expect(world.engine['cart.open']({ path: path() })).rejects.toMatchObject(refusal)
      const take = { path: path(), meaning: 'rules', into: 'replace' } as const
      await expect(world.engine['cart.take'](take)).rejects.toMatchObject(refusal)
      expect(await world.engine['cart.get'](undefined)).toEqual(before)
    },
  )

  it('of 300 MB is refused before it is read', async () => {
    await writeFile(path(), '{')
    await truncate(path(), 300e6)
    await expect(world.engine['cart.open']({ path: path() })).rejects.toMatchObject({
      details: { reason: 'large', sizeBytes: 300e6 },
    })
    const { code, stderr } = await download([path()], join(folder, 'none'))
    expect(code).toBe(2)
    expect(stderr).toContain('300 MB')
  })

  it('that cannot be written leaves the file that was there', async () => {
    await saved()
    const before = readFileSync(path(), 'utf8')
    await mkdir(`${path()}.dandelion-new`)
    await expect(world.engine.saveCart(path())).rejects.toMatchObject({ code: 'disk.exists' })
    expect(readFileSync(path(), 'utf8')).toBe(before)
  })
})
