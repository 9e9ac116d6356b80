import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  ask,
  expectAccessible,
  launchDesktop,
  openText,
  picture,
  settingsFor,
  startDesktop,
} from '../support/desktop.ts'
import { shareDesktop } from '../support/desktop-shared.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'
import { tempFolder } from '../support/temp-folder.ts'

const digest = '1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive(hasRealData ? { dataDir: realData } : {})
})
afterAll(() => archive.close())

/** From the first start on. */
const program = shareDesktop(async (dataDir) => {
  const desktop = await launchDesktop(dataDir)
  const { page } = desktop
  await picture(page, 'real-first-run')
  const destination = join(program.folder, 'files')
  await ask(page, 'settings.change', settingsFor(archive, { destination }))
  await page.getByRole('button', { name: 'Keep this folder' }).click()
  return desktop
})

it.runIf(hasRealData)('a newcomer pastes DANDI:000027 and has a verified file', async () => {
  const { page } = await program.open()
  await openText(page, 'DANDI:000027')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await page.getByRole('treegrid').waitFor()
  await expectAccessible(page)
  await picture(page, 'real-000027-files')
  await page.getByRole('button', { name: /^Download 1 file, 18\.8 kB/ }).click()
  await page.getByText(/^Verified · 2 files/).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-000027-verified')
  const file = join(program.folder, 'files', '000027', 'sub-RAT123', 'sub-RAT123.nwb')
  expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(digest)
})

it('the list of dandisets is searched, previewed and opened by keyboard alone', async () => {
  const { page } = await program.open()
  await page.keyboard.press('Control+1')
  await page.keyboard.press('Control+k')
  await page.keyboard.type('GABAergic interneurons')
  await page.getByRole('row', { name: /Patch-seq/ }).waitFor()
  await page.getByRole('grid', { name: 'Dandisets' }).focus()
  await page.keyboard.press('Home')
  await page.getByRole('complementary', { name: /200002/ }).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-discover-search')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Patch-seq/, level: 1 }).waitFor()
})

it('a dandiset of 20,000 files can be scrolled, filtered and chosen from', async () => {
  const { page } = await program.open()
  await openText(page, 'DANDI:200002')
  const tree = page.getByRole('treegrid')
  await tree.focus()
  await page.getByRole('button', { name: /^Download 20,000 files/ }).waitFor()
  await page.keyboard.press('End')
  await tree.getByRole('row', { name: /sub-/ }).last().waitFor()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('End')
  await expectAccessible(page)
  await picture(page, 'real-20000-files')
  expect(await tree.getByRole('row').count()).toBeLessThan(80)
  await page.getByRole('textbox', { name: 'Filter by name' }).fill('no such file')
  await page.getByText('No file passes all filters').waitFor()
  await page.getByRole('button', { name: /^Without “no such file”.*20,000 files$/ }).click()
  await page.getByRole('button', { name: /^Download 20,000 files/ }).waitFor()
  await page.getByRole('checkbox', { name: 'Choose everything' }).click()
  await page.getByText('Nothing chosen').waitFor()
})

it('what cannot be opened says what could be', async () => {
  const { page } = await program.open()
  await openText(page, 'DANDI:000027/0.21')
  await page.getByRole('alert').getByText('“0.21”').waitFor()
  await expectAccessible(page)
  await picture(page, 'real-refusal')
  await openText(page, 'DANDI:999999')
  await page.getByText('The archive has nothing there').waitFor()
  await openText(page, 'DANDI:200007')
  await page.getByText('This needs an API key').waitFor()
  await expectAccessible(page)
  await picture(page, 'real-key-needed')
})

it('the demo opens on an archive of its own', async () => {
  const { page } = await startDesktop(tempFolder(), { args: ['--demo'] })
  await page.getByText('Where should recordings be saved?').waitFor()
  await page.getByRole('row', { name: /0{3}/ }).first().waitFor()
  await expectAccessible(page)
  await picture(page, 'real-demo')
  await page.getByRole('button', { name: 'Try a small sample, DANDI:200001' }).click()
  await page.getByRole('button', { name: /^Download 1 file, 18\.8 kB/ }).waitFor()
})

it('a folder link opens with that folder chosen, and several lines open a list', async () => {
  const { page } = await program.open()
  const files = `${archive.urls.web}/dandiset/200002/draft/files?location=`
  await paste(page, `${files}${encodeURIComponent(await firstFolder(page))}`)
  await page.getByRole('button', { name: /^Download 40 files/ }).waitFor()
  await paste(page, 'DANDI:200001\nDANDI:200003')
  await page.getByRole('heading', { name: '2 identifiers' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-several')
})

/** Text pasted while no field has the focus. */
function paste(page: Page, text: string): Promise<void> {
  return page.evaluate((pasted) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', pasted)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
}

async function firstFolder(page: Page): Promise<string> {
  await openText(page, 'DANDI:200002')
  const row = page.locator('#files [aria-level="1"]').first()
  await row.waitFor()
  return ((await row.locator('bdi').first().getAttribute('title')) ?? '').replace(/\/$/, '')
}
