import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineState } from '../../main/model/events.ts'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'
import { ask, expectAccessible, picture, settle, startDesktop } from '../support/desktop.ts'
import { tempFolder } from '../support/temp-folder.ts'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive()
})
afterAll(() => archive.close())

it('settings are in force at once and kept', async () => {
  const dataDir = tempFolder()
  const { app, page } = await startDesktop(dataDir)
  await settle(page, archive, { destination: tempFolder() })
  await page.keyboard.press('Control+,')
  await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'More: Files at once' }).click()
  const limit = page.getByRole('textbox', { name: 'Speed limit' })
  await limit.fill('2.5 MB/s')
  await limit.press('Enter')
  const settings = async () => ((await ask(page, 'snapshot')) as EngineState).settings
  await expect.poll(settings).toMatchObject({ filesAtOnce: 7, speedLimitBytesPerSecond: 2_500_000 })
  await page
    .getByRole('button', { name: /Speed and limit/ })
    .getByText('limit 2.5 MB/s')
    .waitFor()
  await page.getByRole('combobox', { name: 'Light or dark' }).click()
  await page.getByRole('option', { name: 'Dark' }).click()
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark')
  expect(await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors)).toBe(true)
  await expectAccessible(page)
  await picture(page, 'real-settings-dark')
})

it('a key is checked, kept out of sight, and forgotten', async () => {
  const { page } = await startDesktop(tempFolder())
  await settle(page, archive, { destination: tempFolder() })
  await page.keyboard.press('Control+,')
  const local = page.getByRole('listitem').filter({ hasText: archive.urls.api })
  await local.getByRole('button', { name: 'Add an API key' }).click()
  await local
    .getByRole('textbox', { name: 'API key' })
    .or(local.getByLabel('API key'))
    .fill('wrong-key')
  await local.getByRole('button', { name: 'Check and keep' }).click()
  await local.getByRole('alert').waitFor()
  await local.getByLabel('API key').fill(demoToken)
  await local.getByRole('button', { name: 'Check and keep' }).click()
  await local.getByRole('button', { name: 'Forget the key' }).waitFor()
  await expectAccessible(page)
  expect(await page.content()).not.toContain(demoToken)
  await local.getByRole('button', { name: 'Forget the key' }).click()
  await local.getByRole('button', { name: 'Add an API key' }).waitFor()
})
