import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EngineState } from '../../main/model/events.ts'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'
import { ask, expectAccessible, launchDesktop, picture, settingsFor } from '../support/desktop.ts'
import { shareDesktop } from '../support/desktop-shared.ts'
import { missThreeNights, runsOf } from '../support/due-world.ts'
import { scheduleDraft } from '../support/scheduled-world.ts'
import { runService } from '../support/timer-service.ts'

let archive: Archive
beforeAll(async () => {
  archive = await startArchive({ only: ['200001'] })
})
afterAll(() => archive.close())

let dataDir = ''
const program = shareDesktop((folder) => {
  dataDir = folder
  const settings = settingsFor(archive, { destination: join(folder, 'out') })
  return launchDesktop(dataDir, {
    environment: { XDG_CONFIG_HOME: join(folder, 'config') },
    settings,
  })
})

it('settings are in force at once and kept', async () => {
  const { app, page } = await program.open()
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
  const { page } = await program.open()
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

it('the timer that Settings writes fetches what is due with the window closed', async () => {
  const { app, page } = await program.open()
  const [config, out] = [join(dataDir, 'config'), join(dataDir, 'out')]
  const units = join(config, 'systemd', 'user')
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const draft = scheduleDraft({ when: { kind: 'daily', atMinute: 0 }, window: null, timeZone })
  const how = { ...draft.how, destination: out }
  await ask(page, 'schedules.save', { id: null, draft: { ...draft, how } })
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Install', exact: true }).click()
  // Whether a session of systemd takes it is another matter.
  await page.getByText(/^Installed\.|^Its files are written/).waitFor()
  await page.getByRole('switch', { name: 'Start at login, hidden' }).click()
  const autostart = join(config, 'autostart', 'dandelion.desktop')
  await expect.poll(() => existsSync(autostart)).toBe(true)
  expect(readFileSync(autostart, 'utf8')).toMatch(/^Exec=.* --hidden$/m)
  await expectAccessible(page)
  await app.close()
  await program.kill()
  missThreeNights(dataDir)
  const first = await runService(units, config)
  expect(first).toMatchObject({ code: 0, out: expect.stringContaining('nightly: Done, caught up') })
  expect(readdirSync(join(out, '200001')).length).toBeGreaterThan(1)
  expect(runsOf(dataDir)).toMatchObject([{ outcome: 'done', isCaughtUp: true }])
  expect((await runService(units, config)).out).toMatch(/^Nothing is due\. Next: nightly, /)
})
