import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RunRecord } from '../../main/model/run-record.ts'
import type { RunView, ScheduleView } from '../../main/model/schedule.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import type { Call } from '../archive/call.ts'
import {
  ask,
  type Desktop,
  expectAccessible,
  picture,
  settingsFor,
  startDesktop,
} from '../support/desktop.ts'
import { wakeAt } from '../support/desktop-clock.ts'
import { keepNotices } from '../support/desktop-notices.ts'
import { dataRequests } from '../support/engine-requests.ts'
import { below, digestsOf, sha256, trueDigests } from '../support/engine-tree.ts'
import { tempFolder } from '../support/temp-folder.ts'

const id = '200010'
const MiB = 1024 * 1024
const HOUR_MS = 3_600_000
let dataDir = ''
let out = ''
let archive: Archive

beforeAll(async () => {
  archive = await startArchive({ only: [id] })
  const few = new Set([...pathsOf('Male').slice(0, 3), ...pathsOf('Female').slice(0, 2)])
  for (const path of archive.paths(id, 'draft')) if (!few.has(path)) archive.removeAsset(id, path)
  const [like = ''] = pathsOf('Male')
  archive.addAsset(id, like.replace('.nwb', '.mp4'), { sizeBytes: MiB }, like)
})
afterAll(() => archive.close())

/** NWB files of one sex, as their metadata have it. */
function pathsOf(sex: string): readonly string[] {
  return archive.paths(id, 'draft').filter((path) => {
    const { metadata } = archive.entry(id, 'draft', path)
    return path.endsWith('.nwb') && JSON.stringify(metadata).includes(`"name":"${sex}"`)
  })
}

/** What is there, what Dandelion keeps for itself left out. */
async function tree() {
  const all = Object.entries(await digestsOf(out))
  return Object.fromEntries(
    all.filter(([path]) => !/^\.dandelion|(^|\/)dandiset\.yaml$/.test(path)),
  )
}

function wanted() {
  const males = new Set(pathsOf('Male'))
  return below(
    id,
    trueDigests(archive, id, 'draft', (path) => males.has(path)),
  )
}

const notes: Record<string, string> = {}
function write(path: string, text: string): void {
  const file = join(out, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  notes[path] = sha256(text)
}

async function view(page: Page): Promise<ScheduleView> {
  const [only] = (await ask(page, 'schedules.list')) as readonly ScheduleView[]
  if (!only) throw new Error('no schedule')
  return only
}

/** The run of a night, when it is over. */
async function runOf(page: Page, start: number): Promise<RunView> {
  const over = async () => {
    const { last } = await view(page)
    return last?.plannedFor === start ? last : null
  }
  await expect.poll(over, { timeout: 60_000 }).not.toBeNull()
  return (await over()) as RunView
}

async function choose(page: Page, box: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: box }).click()
  await page.getByRole('option', { name: option }).click()
}

/** The sentence, in the order that the form suggests. */
async function setUp(page: Page): Promise<number> {
  const begun = performance.now()
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'New schedule' }).click()
  await page.getByRole('textbox', { name: 'Identifiers or links of dandisets' }).fill(`DANDI:${id}`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await choose(page, `Version of DANDI:${id}`, /^Draft/)
  await picture(page, 'overnight-1-dandiset')
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Only Male', exact: true }).click()
  await page.getByRole('tab', { name: /^File type/ }).click()
  await page.getByRole('checkbox', { name: /^Only nwb/i }).click()
  await picture(page, 'overnight-2-files')
  await page.keyboard.press('Escape')
  await choose(page, 'Gone from the archive', 'Move to the trash folder')
  await page.getByRole('checkbox', { name: 'On mains power' }).click()
  await page
    .getByText(/^Every night from 22:00 to 06:00, starting/)
    .first()
    .waitFor()
  await picture(page, 'overnight-3-times')
  await page.getByRole('button', { name: 'Save schedule' }).click()
  await page.getByRole('listitem', { name: `DANDI:${id}` }).waitFor()
  await picture(page, 'overnight-4-saved')
  return performance.now() - begun
}

/** An hour before a start. */
async function evening(): Promise<{ readonly desktop: Desktop; readonly start: number }> {
  const day = new Date()
  day.setHours(21, 0, 0, 0)
  const at = day.getTime()
  const settings = settingsFor(archive, { destination: out, source: 's3', filesAtOnce: 1 })
  const desktop = await startDesktop(dataDir, { settings })
  await wakeAt(desktop.app, at)
  return { desktop, start: at + HOUR_MS }
}

it('the male subjects’ NWB files of a draft are kept up to date for three nights, a kill in one of them', async () => {
  dataDir = tempFolder()
  out = tempFolder()
  const { desktop, start } = await evening()
  const tookMs = await setUp(desktop.page)
  process.stdout.write(`\nthe sentence was set up in ${(tookMs / 1000).toFixed(1)} s\n`)
  expect((await view(desktop.page)).next[0]?.start).toBe(start)

  await wakeAt(desktop.app, start)
  const first = await runOf(desktop.page, start)
  expect(first).toMatchObject({ outcome: 'done', tally: { added: 3, failed: 0 } })
  expect(await tree()).toEqual(wanted())
  const [renamed = '', changed = '', gone = ''] = pathsOf('Male')
  write(`${id}/${dirname(gone)}/my notes.txt`, 'noisy from minute 12 on\n')
  write('plans.txt', 'ask for the raw data\n')

  // The draft goes on by day.
  archive.renameAsset(id, renamed, renamed.replace('.nwb', '_again.nwb'))
  archive.changeAsset(id, changed, { sizeBytes: 2 * MiB })
  const [female = ''] = pathsOf('Female')
  archive.addAsset(id, female.replace('.nwb', '_more.nwb'), { sizeBytes: MiB }, female)
  const fresh = renamed.replace('.nwb', '_zz-late.nwb')
  const { s3Path } = archive.addAsset(id, fresh, { sizeBytes: 4 * MiB }, changed)

  // Amid the second night the power goes.
  const second = start + 24 * HOUR_MS
  const where = (call: Call) => call.path === s3Path && call.method === 'GET'
  archive.faults.add({ name: 'stall', service: 's3', afterBytes: MiB, where })
  await wakeAt(desktop.app, second)
  await expect
    .poll(() => dataRequests(archive, s3Path).length, { timeout: 60_000 })
    .toBeGreaterThan(0)
  await desktop.kill()
  archive.faults.clear()
  const again = await startDesktop(dataDir)
  await wakeAt(again.app, second + HOUR_MS)
  const run = await runOf(again.page, second)
  expect(run).toMatchObject({
    outcome: 'done',
    tally: { added: 1, changed: 1, renamed: 1, removed: 0, failed: 0 },
  })
  expect(run.pauses.map(({ reason }) => reason)).toEqual(['closed'])
  const record = (await ask(again.page, 'runs.record', { runId: run.id })) as RunRecord
  const { bytes } = run.tally
  expect(record.sources).toEqual([{ source: 's3', bytes }])
  expect(await tree()).toEqual({ ...wanted(), ...notes })

  archive.removeAsset(id, gone)
  const third = start + 48 * HOUR_MS
  await wakeAt(again.app, third)
  const last = await runOf(again.page, third)
  expect(last).toMatchObject({ outcome: 'done', tally: { added: 0, removed: 1, failed: 0 } })
  expect(await tree()).toEqual({ ...wanted(), ...notes })

  // In the morning.
  const { page } = again
  const notices = await keepNotices(again.app)
  await wakeAt(again.app, third + 10 * HOUR_MS)
  await expect.poll(notices.titles).toEqual(['Last night: 1 file removed'])
  await notices.click()
  await page
    .getByText(/1 (file )?removed|1 file removed/)
    .first()
    .waitFor()
  await expectAccessible(page)
  await picture(page, 'overnight-5-morning')
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page.locator('#runs [role=row]').nth(2).click()
  const list = page.getByRole('grid', { name: /^Differences of/ })
  for (const kind of ['added', 'changed', 'renamed'])
    await list.getByRole('gridcell', { name: kind, exact: true }).waitFor()
  await picture(page, 'overnight-6-differences')
})
