import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { EngineState } from '../../main/model/events.ts'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  ask,
  type Desktop,
  expectAccessible,
  launchDesktop,
  openText,
  picture,
  settingsFor,
  startDesktop,
} from '../support/desktop.ts'
import { shareDesktop } from '../support/desktop-shared.ts'
import { tempFolder } from '../support/temp-folder.ts'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive({ only: ['200001', '200009'] })
})
afterEach(() => archive.faults.clear())
afterAll(() => archive.close())

const program = shareDesktop((dataDir) =>
  launchDesktop(dataDir, { settings: settingsFor(archive, { destination, source: 's3' }) }),
)
const destination = join(program.folder, 'files')

/** With nothing ordered and nothing fetched. */
async function open(): Promise<Desktop> {
  const desktop = await program.open()
  const { page } = desktop
  for (const job of await jobsOf(page))
    await ask(page, 'job.cancel', { jobId: job.id, files: 'delete' })
  await expect.poll(() => jobsOf(page)).toEqual([])
  return desktop
}

/** Files of up to 64 MiB, slowly enough to do something meanwhile. */
const id = '200009'
const slow = () => archive.faults.add({ name: 'slow', bytesPerSecond: 1e6, service: 's3' })

async function begin(page: Page, dandisetId: string): Promise<void> {
  await openText(page, `DANDI:${dandisetId}`)
  await page.getByRole('button', { name: /^Download [\d,]+ files?,/ }).click()
  await page.getByRole('grid', { name: 'Transfers' }).waitFor()
}

async function jobsOf(page: Page) {
  return ((await ask(page, 'snapshot')) as EngineState).jobs
}

async function jobOf(page: Page) {
  const [job] = await jobsOf(page)
  if (!job) throw new Error('there is no job')
  return job
}

it('a transfer is paused, resumed, looked into and cancelled', async () => {
  const { page } = await open()
  slow()
  await begin(page, id)
  await expect.poll(async () => (await jobOf(page)).receivedBytes).toBeGreaterThan(2e6)
  await expectAccessible(page)
  await picture(page, 'real-transfers-moving')
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText(/^Paused ·/).waitFor()
  const held = (await jobOf(page)).receivedBytes
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await expect.poll(async () => (await jobOf(page)).receivedBytes).toBeGreaterThan(held)
  await page.getByRole('grid', { name: 'Transfers' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: 'Files of this transfer' }).getByRole('row').nth(1).click()
  await page.getByRole('tab', { name: 'Parts' }).click()
  await page.getByRole('img', { name: /stretches/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-transfer-parts')
  await page.getByRole('button', { name: 'Cancel…' }).click()
  await picture(page, 'real-cancel')
  await page.getByRole('button', { name: /^Delete/ }).click()
  await page.getByText('Nothing has been ordered yet').waitFor()
  await expect.poll(() => filesBelow(destination)).toEqual([])
})

it('what failed is counted, explained and tried again', async () => {
  const { page } = await open()
  archive.faults.add({ name: 'gone', service: 's3', where: /\/blobs\// })
  await begin(page, '200001')
  await page.getByText('1 file failed').waitFor()
  await expectAccessible(page)
  await picture(page, 'real-failed')
  archive.faults.clear()
  await page.getByRole('button', { name: 'Retry all' }).click()
  await page.getByText(/^Verified · 2 files/).waitFor()
})

it('a killed program goes on where it was', async () => {
  const first = await open()
  slow()
  await begin(first.page, id)
  await expect.poll(async () => (await jobOf(first.page)).counts.done).toBeGreaterThan(2)
  const second = await program.restart(archive.faults.clear)
  await second.page.getByRole('button', { name: /Transfers/ }).click()
  await second.page.getByText(/^Verified · \d+ files/).waitFor({ timeout: 60_000 })
  expect(existsSync(join(destination, id))).toBe(true)
  expect(filesBelow(destination).filter((name) => /partial|\.dandelion/.test(name))).toEqual([])
})

it('a damaged database is put aside, and the window says where until it is told not to', async () => {
  const dataDir = tempFolder()
  const file = join(dataDir, 'dandelion.sqlite')
  writeFileSync(file, Buffer.alloc(50_000, 'noise'))
  const { page } = await startDesktop(dataDir)
  await page.getByText('Dandelion’s database was damaged').waitFor()
  await page.getByText(`it is kept as ${file}.damaged`).waitFor()
  await picture(page, 'real-damaged-database')
  await page.getByText('Dandelion’s database was damaged').hover()
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Dandelion’s database was damaged').waitFor({ state: 'detached' })
})

it('a reloaded window shows the transfers that went on meanwhile', async () => {
  const { page } = await open()
  slow()
  await begin(page, id)
  await page.reload()
  await page.getByRole('grid', { name: 'Transfers' }).waitFor()
  const before = (await jobOf(page)).receivedBytes
  await expect.poll(async () => (await jobOf(page)).receivedBytes).toBeGreaterThan(before)
  await page.getByText(/^Fetching ·/).waitFor()
})

it('a closed window leaves transfers running, and quitting says that they resume', async () => {
  const { app, page } = await open()
  slow()
  await begin(page, id)
  await page.getByText(/^Fetching ·/).waitFor()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
  const visible = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible())
  await expect.poll(visible).toBe(false)
  const before = (await jobOf(page)).receivedBytes
  await expect.poll(async () => (await jobOf(page)).receivedBytes).toBeGreaterThan(before)
  const ended = new Promise((resolve) => app.process().once('exit', resolve))
  await app.evaluate(({ app: electron, dialog }) => {
    const asked: string[] = []
    Object.assign(globalThis, { asked })
    dialog.showMessageBox = (async (...given: readonly { readonly detail?: string }[]) => {
      asked.push(given.at(-1)?.detail ?? '')
      return { response: asked.length === 1 ? 1 : 0, checkboxChecked: false }
    }) as typeof dialog.showMessageBox
    electron.quit()
  })
  const asked = () => app.evaluate(() => (globalThis as unknown as { asked: string[] }).asked)
  await expect.poll(asked).toHaveLength(1)
  expect((await asked())[0]).toMatch(/resume/)
  await app.evaluate(({ app: electron }) => electron.quit()).catch(() => undefined)
  await ended
  await program.kill()
})

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
}
