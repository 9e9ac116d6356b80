import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ScheduleDraft } from '../../main/model/schedule.ts'
import type { ScheduleWhat } from '../../main/model/schedule-what.ts'
import { everything, noFilter } from '../../main/model/selection.ts'
import type { Tonight } from '../../main/model/tonight.ts'
import type { Call } from '../archive/call.ts'
import { ask } from '../support/catalogue-world.ts'
import { etagOf } from '../support/engine-tree.ts'
import { stateOf } from '../support/engine-world.ts'
import { addGate } from '../support/gate.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

const HOUR = 3_600_000
const MiB = 1024 * 1024
const noon = Date.UTC(2026, 10, 20, 12)
let night: OvernightWorld

beforeEach(async () => {
  night = await startOvernightWorld(noon)
})
afterEach(() => night.close())

const archive = () => night.sync.archive
const cartPath = () => join(dirname(night.sync.out), 'rats.dandicart')
const cart = (): ScheduleWhat => ({ kind: 'cart', path: cartPath() })
const search = (most = 5): ScheduleWhat => ({
  kind: 'search',
  name: 'Mice',
  version: 'draft',
  most,
})

const ref = (dandisetId: string, version = 'draft') => ({
  instance: 'local',
  dandisetId,
  version,
  pick: { kind: 'dandiset' as const },
})

/** Only files of the given names, so that the runs are short. */
const only = (...include: string[]) => ({ ...everything, filter: { ...noFilter, include } })

async function saveCart(...items: readonly (readonly [string, string])[]): Promise<void> {
  const { engine } = night.sync
  await engine['cart.clear'](undefined)
  await engine['cart.add']({
    items: items.map(([id, include]) => ({
      ref: ref(id),
      selection: structuredClone(only(include)) as never,
    })),
  })
  await engine.saveCart(cartPath())
}

/** A saved search for the built-in dandisets that have such a word in their names. */
async function saveSearch(text: string): Promise<void> {
  const query = structuredClone(ask(text)) as never
  await night.sync.engine['searches.save']({ name: 'Mice', query })
}

async function problems(patch: Partial<ScheduleDraft>) {
  const asked = { id: null, draft: night.draft(patch) as never }
  const preview = await night.sync.engine['schedules.preview'](asked)
  return preview.problems.map(({ field, reason }) => `${field} ${reason}`)
}

const look = async (patch: Partial<ScheduleDraft> = {}): Promise<Tonight> =>
  night.sync.engine['schedules.tonight']({
    lookId: 'me',
    id: null,
    draft: night.draft(patch) as never,
  })

const toFetch = ({ rows }: Tonight) =>
  rows.filter(({ kind }) => kind === 'add').map((row) => row.localPath)

describe('a schedule of a saved cart', () => {
  it('fetches what the file’s rules choose at the time of the run, also when it was saved anew', async () => {
    archive().addAsset('200001', 'sub-1/one.nwb', { bytes: 'one' })
    archive().addAsset('200001', 'sub-1/two.nwb', { bytes: 'two' })
    await saveCart(['200001', 'sub-1/one.nwb'])
    await night.save({ what: cart(), selection: everything })
    await night.pass(noon + 12 * HOUR)
    expect(await night.run((run) => run.endedAt !== null)).toMatchObject({
      outcome: 'done',
      tally: { added: 1 },
    })
    await saveCart(['200001', '*.nwb'])
    await night.pass(noon + 36 * HOUR)
    const second = await night.run(
      (run) => run.plannedFor === noon + 34 * HOUR && run.endedAt !== null,
    )
    expect(second).toMatchObject({ outcome: 'done', tally: { added: 1, failed: 0 } })
    const file = join(night.sync.out, '200001', 'sub-1', 'two.nwb')
    expect(etagOf(file)).toBe(archive().entry('200001', 'draft', 'sub-1/two.nwb').etag)
  })

  it('is not saved without a readable file, and a run without it fails with a sentence', async () => {
    expect(await problems({ what: { kind: 'cart', path: '' } })).toEqual(['what cart-empty'])
    expect(await problems({ what: cart() })).toEqual(['what cart-missing'])
    await writeFile(cartPath(), '{"schema": "dandicart/1", "items": [')
    expect(await problems({ what: cart() })).toEqual(['what cart-damaged'])
    await expect(night.save({ what: cart() })).rejects.toMatchObject({ code: 'input.invalid' })

    archive().addAsset('200001', 'a.nwb', { bytes: 'a' })
    await saveCart(['200001', '*'])
    expect(await problems({ what: cart() })).toEqual([])
    await night.save({ what: cart() })
    await writeFile(cartPath(), 'no cart')
    await night.pass(noon + 11 * HOUR)
    const run = await night.run(({ endedAt }) => endedAt !== null)
    expect(run).toMatchObject({ outcome: 'failed', failure: { code: 'input.cart' } })
    expect(existsSync(night.sync.out)).toBe(false)
  })

  it('with two versions of one dandiset is refused, since they would take each other’s places', async () => {
    const { engine } = night.sync
    const versions = await engine['dandiset.versions']({ instance: 'local', dandisetId: '200018' })
    const [draft, release] = versions.map(({ version }) => version)
    await engine['cart.add']({
      items: [release, draft].map((version) => ({
        ref: ref('200018', version),
        selection: structuredClone(everything) as never,
      })),
    })
    await engine.saveCart(cartPath())
    await expect(look({ what: cart() })).rejects.toMatchObject({
      code: 'input.cart',
      details: { reason: 'two-versions', id: '200018' },
    })
  })
})

describe('a schedule of a saved search', () => {
  it('fetches what is found at the time of the run, new dandisets too', async () => {
    await saveSearch('"checking an installation"')
    expect(await problems({ what: search() })).toEqual([])
    archive().addAsset('200001', 'a.nwb', { bytes: 'a' })
    await night.save({ what: search(), selection: only('*.nwb') })
    await night.pass(noon + 12 * HOUR)
    const first = await night.run(({ endedAt }) => endedAt !== null)
    expect(first).toMatchObject({ outcome: 'done', tally: { added: 1 } })

    archive().addDandiset('299001', '200001')
    archive().addAsset('299001', 'b.nwb', { bytes: 'b' })
    await night.pass(noon + 36 * HOUR)
    const isSecond = (at: number | null) => at === noon + 34 * HOUR
    const second = await night.run((run) => isSecond(run.plannedFor) && run.endedAt !== null)
    expect(second).toMatchObject({ outcome: 'done', tally: { added: 1, failed: 0 } })
    expect(existsSync(join(night.sync.out, '299001', 'b.nwb'))).toBe(true)
  })

  it('asks when it finds more than it may take, and fetches what a person then lets it', async () => {
    archive().addAsset('200001', 'a.nwb', { bytes: 'a' })
    archive().addDandiset('299001', '200001')
    archive().addAsset('299001', 'b.nwb', { bytes: 'b' })
    await saveSearch('"checking an installation"')
    const before = archive().requests.length
    const tonight = await look({ what: search(1) })
    expect(tonight).toMatchObject({ dandisets: 2, rows: [], failures: [] })
    expect(tonight.asks).toEqual([{ kind: 'dandisets', value: 2, limit: 1 }])
    const asked = archive().requests.slice(before)
    expect(asked.filter(({ url }) => url.includes('/assets'))).toEqual([])

    const { engine } = night.sync
    const { schedule } = await night.save({ what: search(1), selection: only('*.nwb') })
    await night.pass(noon + 11 * HOUR)
    const run = await night.run(({ endedAt }) => endedAt !== null)
    expect(run).toMatchObject({ outcome: 'asks', tally: { added: 0 } })
    expect(existsSync(night.sync.out)).toBe(false)
    const review = await engine['schedules.review']({ id: schedule.id, isVouchedFor: false })
    const titles = ['200001/draft', '299001/draft']
    expect(review).toMatchObject({ kind: 'what', titles })
    const accepted = run.asks.map(({ key, fingerprint }) => ({
      key,
      fingerprint: fingerprint ?? '',
    }))
    await engine['schedules.go-on']({ id: schedule.id, accepted, isVouchedFor: false, isNow: true })
    const done = await night.run(({ outcome }) => outcome === 'done')
    expect(done.tally).toMatchObject({ added: 2, failed: 0 })
  })

  it('that nobody saved, or that would find everything, is a problem of the form', async () => {
    expect(await problems({ what: { ...search(), name: '' } as never })).toEqual([
      'what search-empty',
    ])
    expect(await problems({ what: search() })).toEqual(['what search-unknown'])
    await saveSearch('  ')
    expect(await problems({ what: search() })).toEqual(['what search-all'])
  })

  it('with a part that is not understood is not run, since it would find too much', async () => {
    await saveSearch('species:mouse technik:spike')
    await expect(look({ what: search() })).rejects.toMatchObject({
      code: 'input.invalid',
      details: { reason: 'schedule.search-problem' },
    })
  })
})

describe('what tonight would fetch', () => {
  beforeEach(() => {
    archive().addAsset('200001', 'sub-1/a.nwb', { sizeBytes: 3000 })
    archive().addAsset('200001', 'sub-2/b.nwb', { sizeBytes: 5000 })
  })

  it('is told file by file with its times, and nothing is written', async () => {
    const tonight = await look()
    expect(toFetch(tonight)).toEqual(['200001/sub-1/a.nwb', '200001/sub-2/b.nwb'])
    expect(tonight).toMatchObject({
      from: noon + 10 * HOUR,
      to: noon + 18 * HOUR,
      dandisets: 1,
      bytesToFetch: 8000,
      failures: [],
      overnight: { files: 2, bytes: 8000, subjects: 2, bytesPerSecond: null, nights: null },
    })
    expect(existsSync(night.sync.out)).toBe(false)
  })

  it('is what comes then, and after that night only what changed', async () => {
    await night.save()
    await night.pass(noon + 12 * HOUR)
    expect(await night.run(({ endedAt }) => endedAt !== null)).toMatchObject({
      tally: { added: 2 },
    })
    archive().changeAsset('200001', 'sub-2/b.nwb', { sizeBytes: 700 })
    archive().removeAsset('200001', 'sub-1/a.nwb')
    night.clock.set(noon + 13 * HOUR)
    const tonight = await look()
    expect(tonight.rows.map(({ kind, localPath }) => `${kind} ${localPath}`)).toEqual([
      'vanish 200001/sub-1/a.nwb',
      'update 200001/sub-2/b.nwb',
    ])
    expect(tonight).toMatchObject({ bytesToFetch: 700, totalRows: 2 })
  })

  it('counts what an unfinished file has on the disk, from the moment at which it goes on', async () => {
    const { s3Path } = archive().addAsset('200001', 'sub-3/c.nwb', { sizeBytes: 4 * MiB })
    const where = (call: Call) => call.path === s3Path && call.method === 'GET'
    archive().faults.add({ name: 'stall', afterBytes: MiB, service: 's3', where })
    const { schedule } = await night.save()
    night.clock.set(noon + 10 * HOUR)
    const received = () => stateOf(night.sync.engine).jobs[0]?.receivedBytes ?? 0
    await expect.poll(received, { timeout: 30_000 }).toBeGreaterThan(MiB / 4)
    night.clock.set(noon + 18 * HOUR)
    await night.run(({ waitsFor }) => waitsFor === 'window')
    const asked = { lookId: 'me', id: schedule.id, draft: night.draft() as never }
    const tonight = await night.sync.engine['schedules.tonight'](asked)
    expect(tonight).toMatchObject({ bytesToFetch: 4 * MiB, from: noon + 34 * HOUR })
    // The other two files had come before.
    expect(tonight.overnight.bytes).toBe(4 * MiB - (received() - 8000))
    expect(tonight.overnight.bytes).toBeLessThan(4 * MiB)
  })

  it('is not listed anew when the times alone change', async () => {
    await look()
    const before = archive().requests.length
    const later = await look({
      window: { startMinute: 23 * 60, endMinute: 60 },
      when: { kind: 'daily', atMinute: 23 * 60 },
    })
    expect(later).toMatchObject({ from: noon + 11 * HOUR, to: noon + 13 * HOUR })
    expect(archive().requests.length).toBe(before)
  })

  it('is no longer looked for when nobody waits, and a newer look takes the place of an older one', async () => {
    const gate = addGate(archive(), { where: 'assets' })
    const first = look()
    await gate.waiting(1)
    await night.sync.engine['schedules.tonight.stop']({ lookId: 'me' })
    await expect(first).rejects.toMatchObject({ details: { reason: 'stopped' } })
    const second = look({ selection: only('*.nwb') })
    const third = look({ selection: only('sub-1/*') })
    gate.open()
    await expect(second).rejects.toMatchObject({ details: { reason: 'stopped' } })
    expect(toFetch(await third)).toEqual(['200001/sub-1/a.nwb'])
  })

  it('says what cannot be looked at, and looks at the rest', async () => {
    archive().faults.add({ name: 'dead', where: '200018' })
    const what = { kind: 'refs' as const, refs: [ref('200001'), ref('200018')] }
    const tonight = await look({ what })
    expect(tonight.failures).toMatchObject([{ dandisetId: '200018' }])
    expect(toFetch(tonight)).toHaveLength(2)
  })
})
