import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import type { NightReport } from '../../main/model/night.ts'
import type { RunView } from '../../main/model/schedule.ts'
import { openStore } from '../../main/store/database.ts'
import { headlineText } from '../../renderer/locales/night-words.ts'
import { jsonLines, startCli } from '../support/cli-run.ts'
import { startDueWorld } from '../support/due-world.ts'
import { type HookServer, startHookServer } from '../support/hook-server.ts'
import { type OvernightWorld, startOvernightWorld } from '../support/overnight-world.ts'

const id = '200001'
const MiB = 1024 * 1024
const secret = 'of somebody who keeps it well'
/** The test's process is in UTC. */
const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour)
const ended = (day: number) => (run: RunView) =>
  run.plannedFor === at(day, 22) && run.endedAt !== null

let hook: HookServer
beforeEach(async () => {
  hook = await startHookServer()
})
afterEach(() => hook.close())

describe('in the window’s program', () => {
  let night: OvernightWorld
  let told: NightReport[] = []
  let notified: string[] = []

  beforeEach(async () => {
    told = []
    notified = []
    const morning = {
      whenThere: () => Promise.resolve(),
      tell: (report: NightReport) => void told.push(report),
    }
    night = await startOvernightWorld(
      at(20, 12),
      { environment: { DANDELION_WEBHOOK_SECRET: secret } },
      { morning, notify: ({ title }) => void notified.push(title) },
    )
  })
  afterEach(() => night.close())

  const report = (morning: string | null = null) =>
    night.sync.engine['nights.report']({ morning }) as Promise<NightReport>
  const mornings = () => told.map((each) => each.night.morning)
  const history = (form: 'csv' | 'changes-csv' | 'json') =>
    [...night.sync.engine.history({ scheduleId: null, form, hasChanges: true })].join('')

  it('two nights are measured, told of in the morning once each, posted, and exported', async () => {
    const { archive, engine } = night.sync
    await engine['hooks.webhook']({ url: hook.url })
    archive.addAsset(id, 'sub-1/a.nwb', { sizeBytes: 3 * MiB })
    archive.addAsset(id, 'sub-1/b.nwb', { bytes: 'b' })
    await night.save()
    night.clock.set(at(20, 22))
    const first = await night.run(ended(20))
    expect(told).toEqual([])
    night.clock.set(at(21, 6))
    await expect.poll(mornings).toEqual(['2026-11-21'])
    expect(notified).toEqual([])

    archive.removeAsset(id, 'sub-1/b.nwb')
    archive.addAsset(id, 'sub-2/b.nwb', { bytes: 'b' })
    night.clock.set(at(21, 22))
    const second = await night.run(ended(21))
    night.clock.set(at(22, 6))
    await expect.poll(mornings).toEqual(['2026-11-21', '2026-11-22'])
    await night.closedUntil(at(22, 13))
    expect(told).toHaveLength(2)
    expect(headlineText(await report())).toBe('1 file renamed; DANDI:200001 is up to date')

    const before = await report('2026-11-21')
    expect(headlineText(before)).toBe('2 files added; DANDI:200001 is up to date')
    expect(before).toMatchObject({ previous: null, next: '2026-11-22' })
    const [run] = before.parts[0]?.runs ?? []
    const bytes = 3 * MiB + 1
    expect(run).toMatchObject({ bytes, changes: 2, dandisetIds: [id], run: { id: first.id } })
    expect(run?.record.speeds.points.map((point) => point.bytes)).toEqual([bytes])
    expect(run?.record.sources.reduce((sum, each) => sum + each.bytes, 0)).toBe(bytes)
    expect(first.tally.bytes).toBe(bytes)

    await expect.poll(() => hook.calls.length).toBe(2)
    expect(hook.calls.map(({ body }) => JSON.parse(body))).toMatchObject([
      { run: { id: first.id }, dandisets: [id], files: { added: 2 }, bytes },
      { run: { id: second.id }, files: { added: 0, renamed: 1 }, bytes: 0 },
    ])
    expect(history('csv').split('\r\n')).toHaveLength(4)
    expect(history('changes-csv')).toContain(
      `${second.id},nightly,2026-11-21T22:00:00.000Z,renamed,${id}/sub-2/b.nwb,${id}/sub-1/b.nwb,1,\r\n`,
    )
    const document = JSON.parse(history('json'))
    expect(document.runs.map((each: { changes: object[] }) => each.changes.length)).toEqual([1, 2])
    const file = join(night.sync.out, '..', 'history.csv')
    await night.sync.engine.saveHistory(
      { scheduleId: 'none', form: 'csv', hasChanges: false },
      file,
    )
    expect(readFileSync(file, 'utf8')).toMatch(/^run,schedule,.*\r\n$/)
  })

  it('a file that fails is told with its reason, and what else is fetched is notified as ever', async () => {
    const { archive, engine } = night.sync
    const { s3Path } = archive.addAsset(id, 'a.nwb', { bytes: 'a' })
    archive.faults.add({ name: 'forbidden', where: s3Path })
    await night.save()
    night.clock.set(at(20, 22))
    const { id: runId } = await night.run(ended(20))
    const asked = { runId, kinds: ['failed' as const], offset: 0, limit: 10 }
    const { rows } = await engine['runs.changes'](asked)
    expect(rows).toMatchObject([
      { localPath: `${id}/a.nwb`, failure: { code: expect.any(String) } },
    ])
    night.clock.set(at(21, 6))
    await expect.poll(() => told.map(headlineText)).toEqual(['1 file failed; DANDI:200001 failed'])
    archive.faults.clear()
    const order = night.sync.order(id, { version: 'draft', destination: `${night.sync.out}-2` })
    await night.sync.run(order)
    expect(notified).toHaveLength(1)
  })
})

describe('in the terminal', () => {
  beforeAll(async () => {
    await ensureBuilt()
  }, 240_000)

  it('sync --due waits for the address to be told, and says nothing of the secret', async () => {
    const world = await startDueWorld()
    try {
      await world.addSchedule('nightly')
      world.missThreeNights()
      const binding = process.env.DANDELION_SQLITE_BINDING ?? null
      const store = openStore({ dataDir: world.dataDir, nativeBinding: binding })
      store.transact(() => store.runHooks.put('webhook', { url: hook.url }))
      store.close()
      const env = { HOME: world.root, DANDELION_WEBHOOK_SECRET: secret }
      const due = await startCli(['sync', '--due', '--data-dir', world.dataDir], { env }).ended
      expect(due.code).toBe(0)
      expect(hook.calls.map(({ body }) => JSON.parse(body).schedule.name)).toEqual(['nightly'])
      const night = await world.run('schedules', 'report', '--json')
      expect(jsonLines(night.stdout)).toMatchObject([{ event: 'night' }])
      const table = await world.run('schedules', 'history', '--csv')
      expect(table.stdout).toMatch(/^run,schedule,.*\r\n\d+,nightly,/)
      const said = [due, night, table].map(({ stdout, stderr }) => stdout + stderr).join('')
      expect(said + hook.calls.map(({ body }) => body).join('')).not.toContain(secret)
    } finally {
      await world.close()
    }
  })
})
