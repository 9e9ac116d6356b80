import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  expectAccessible,
  openText,
  picture,
  settingsFor,
  startDesktop,
} from '../support/desktop.ts'
import { tempFolder } from '../support/temp-folder.ts'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive({ only: ['200001'] })
})
afterAll(() => archive.close())

it('a dandiset is kept in step from its own screen, and what a run brought is in the history', async () => {
  const settings = settingsFor(archive, { destination: tempFolder(), source: 's3' })
  const { page } = await startDesktop(tempFolder(), { settings })
  await openText(page, 'DANDI:200001')
  await page.getByRole('button', { name: 'Keep in step…' }).click()
  await page.getByRole('textbox', { name: 'Time of the run' }).fill('23:30')
  await page.getByRole('button', { name: 'Save schedule' }).click()
  const card = page.getByRole('listitem', { name: 'DANDI:200001' })
  await card.getByText(/^Every night from 23:30 to 06:00: 200001 /).waitFor()
  await card.getByRole('button', { name: 'Run now' }).click()
  await card.getByText(/^Done/).waitFor()
  await card.getByText(/files? added/).waitFor()
  await card.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page.getByRole('grid', { name: 'Runs, newest first' }).getByText('By hand').waitFor()
  await expectAccessible(page)
  await picture(page, 'real-schedule-history')
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await card.getByRole('switch').click()
  await card.getByText('Off', { exact: true }).waitFor()
  await card.click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByText('Nothing is scheduled').waitFor()
  expect(await page.getByRole('button', { name: /^Next: / }).count()).toBe(0)
})
