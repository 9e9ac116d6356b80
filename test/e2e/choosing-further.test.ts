import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  type Desktop,
  expectAccessible,
  launchDesktop,
  openText,
  picture,
  settingsFor,
} from '../support/desktop.ts'

/** Choosing beyond one list of files: several dandisets, the inside of a Zarr, what is new in a version. */

let archive: Archive
let desktop: Desktop
let page: Page
const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-further-'))
const destination = join(dataDir, 'files')
beforeAll(async () => {
  archive = await startArchive({ only: ['200006', '200010', '200015', '200018', '200040'] })
  desktop = await launchDesktop(dataDir, { settings: settingsFor(archive, { destination }) })
  page = desktop.page
})
afterAll(async () => {
  await desktop.kill()
  await archive.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const field = () => page.getByRole('search').first().getByRole('combobox')

it('dandisets that were found and picked are in the cart with all their files', async () => {
  await field().fill('rats')
  await field().press('Enter')
  const list = page.getByRole('grid', { name: 'Dandisets' })
  for (const id of ['200010', '200040'])
    await list.getByRole('row', { name: id }).getByRole('checkbox').click()
  await page.getByRole('button', { name: 'Choose files in 2 dandisets' }).click()
  await page.getByRole('heading', { name: 'Cart', level: 1 }).waitFor()
  await page.getByRole('button', { name: /^Download 62 files/ }).waitFor()
  const items = page.getByRole('grid', { name: 'Choices in the cart' })
  await items.getByRole('row', { name: /200010.*22/ }).waitFor()
  await items.getByRole('row', { name: /200040.*40/ }).waitFor()
  expect(archive.paths('200040', 'draft')).toHaveLength(40)
})

it('a level of a Zarr is chosen inside it, fetched, verified, and told as a part', async () => {
  const zarr = 'sub-P01/micr/sub-P01_stain-NeuN_SPIM.ome.zarr'
  await openText(page, `dandi://local/200006@draft/${zarr}`)
  await page.locator('#files').getByText('stain-NeuN').dblclick()
  await page.getByRole('tab', { name: 'Inside' }).click()
  const inside = page.getByRole('treegrid', { name: 'What is inside this Zarr' })
  await inside.getByRole('checkbox', { name: 'Choose 1' }).click()
  const keys = [...archive.zarrBytesOf('200006', 'draft', zarr).keys()]
  const wanted = keys.filter((key) => key.startsWith('1/') || /^\.z(attrs|group)$/.test(key))
  await page.getByText(`${wanted.length} of ${keys.length} entries`).waitFor()
  await expectAccessible(page)
  await picture(page, 'real-zarr-part')
  await page.getByRole('button', { name: /^Download 1 file/ }).click()
  await page.getByText(/^Verified · 1 file/).waitFor()
  await page.getByRole('row', { name: /Multi-scale/ }).dblclick()
  const row = page.locator('#transfers [role=row]', { hasText: 'Part' })
  await row
    .getByTitle(/NeuN_SPIM\.part\.ome\.zarr$/)
    .first()
    .click()
  await page
    .getByText(`1 · ${wanted.length} of ${keys.length} entries, each verified`, { exact: false })
    .waitFor()
  await picture(page, 'real-zarr-part-verified')
  const folder = join(destination, 'sub-P01_stain-NeuN_SPIM.part.ome.zarr')
  expect(existsSync(join(folder, '1', '.zarray'))).toBe(true)
  expect(existsSync(join(folder, '0'))).toBe(false)
})

it('what is new since a version is chosen from the comparison and fetched', async () => {
  const [changed = '', renamed = '', removed = ''] = archive.paths('200018', 'draft')
  archive.changeAsset('200018', changed, { sizeBytes: 5000 })
  archive.renameAsset('200018', renamed, 'sub-moved/renamed.nwb')
  archive.removeAsset('200018', removed)
  archive.addAsset('200018', 'sub-new/sub-new_ses-1.nwb', { sizeBytes: 7000 })
  await openText(page, 'DANDI:200018/draft')
  await page.getByRole('tab', { name: 'Compare', exact: true }).click()
  await page.getByText('2 files to fetch, 12.0 kB').waitFor()
  const differences = page.getByRole('grid', { name: 'Differences' })
  expect(await differences.getAttribute('aria-rowcount')).toBe('5')
  await page.getByRole('button', { name: /^1 renamed/ }).click()
  await expectAccessible(page)
  await picture(page, 'real-compare')
  await page.getByRole('button', { name: 'Choose these 2 files' }).click()
  await page.getByRole('button', { name: /^Download 2 files, 12\.0 kB/ }).click()
  await page.getByRole('row', { name: /Optogenetic.*Verified · 3 files/ }).waitFor()
  for (const path of [changed, 'sub-new/sub-new_ses-1.nwb'])
    expect(existsSync(join(destination, '200018', path))).toBe(true)
  expect(existsSync(join(destination, '200018', 'sub-moved'))).toBe(false)
})

it('an expression that takes too long is told in the place of the files, and taken back', async () => {
  archive.addAsset('200015', `${'a'.repeat(60)}!`, { bytes: 'x' })
  await openText(page, 'DANDI:200015/draft')
  await page.getByRole('button', { name: /^Download 46 files/ }).waitFor()
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('tab', { name: /^Path/ }).click()
  await page.getByRole('textbox', { name: /expression/ }).fill('(a+)+$')
  await page.getByText('“(a+)+$” takes too long').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.locator('#files').count()).toBe(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Remove filter Path matches/ }).click()
  await page.getByRole('button', { name: /^Download 46 files/ }).waitFor()
})
