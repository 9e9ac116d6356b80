import { expect, it } from 'vitest'
import type { EngineState } from '../../main/model/events.ts'
import type { Bridge } from '../../preload/contract.ts'
import { expectAccessible, picture } from '../support/desktop.ts'
import { fake } from './nights-window.ts'

/** Conditions, speeds by the hour, slow mode, the month's budget, and what comes when all is done. */

async function settings(): Promise<EngineState['settings']> {
  const { value } = await fake.page.evaluate(async () => {
    const { bridge } = window as unknown as { readonly bridge: Bridge }
    return (await bridge.request('snapshot', undefined)) as { readonly value: EngineState }
  })
  return value.settings
}

it('what holds transfers is told, and a minute is there to keep the computer on', async () => {
  const { page, visit, look } = fake
  await visit('welcomed&state=held')
  await page.keyboard.press('Control+3')
  await page.getByText('This month’s 200 GB are used up.').waitFor()
  await page.getByRole('row', { name: /Waits for mains power/ }).waitFor()
  await page.getByRole('button', { name: /slow mode, 1.0 MB\/s/ }).waitFor()
  const bar = page.getByRole('contentinfo')
  await bar.getByRole('button', { name: 'Waits for mains power' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'transfers-held')
  await page.getByRole('combobox', { name: 'When all is done' }).click()
  await page.getByRole('option', { name: 'Sleep' }).click()
  const dialog = page.getByRole('dialog', { name: 'All is done: the computer goes to sleep' })
  await dialog.getByText(/^It sleeps in \d+ seconds\.$/).waitFor()
  await look('countdown', { but: ['region'] })
  await dialog.getByRole('button', { name: 'Stay awake' }).click()
  await dialog.waitFor({ state: 'hidden' })
})

it('conditions and speeds by the hour are set in the form, and are in its sentence', async () => {
  const { page, visit, look } = fake
  await visit('welcomed&state=empty')
  await page.keyboard.press('Control+5')
  await page.getByRole('button', { name: 'New schedule' }).click()
  await page.getByRole('textbox', { name: /^Identifiers/ }).fill('DANDI:000023')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByText('On mains power', { exact: true }).click()
  const network = page.getByRole('combobox', { name: /^Name of a network/ })
  await network.fill('Guest')
  await network.press('Enter')
  await page.getByRole('button', { name: 'Add hours' }).click()
  const hours = page.getByRole('group', { name: 'Hours 1' })
  await hours.getByRole('textbox', { name: 'Until' }).fill('20')
  await hours.getByRole('combobox', { name: 'Speed at these hours' }).click()
  await page.getByRole('option', { name: /^Rest/ }).click()
  const says = /at full speed, with other speeds at some hours, only on mains power, not on Guest$/
  await page.getByText(says).waitFor()
  await page.getByText('The system does not tell: runs go ahead').waitFor()
  await page.getByText('On mains power', { exact: true }).scrollIntoViewIfNeeded()
  await look('schedule-conditions', { but: ['region', 'scrollable-region-focusable'] })
  await page.getByRole('button', { name: 'Save schedule' }).click()
  await page.getByRole('listitem').getByText(says).waitFor()
})

it('slow mode, speeds by the hour and the budget are in force as they are typed', async () => {
  const { page, visit } = fake
  await visit('welcomed')
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Add hours' }).click()
  await page.getByRole('textbox', { name: 'Limit of slow mode' }).fill('500 kB/s')
  await page.getByRole('textbox', { name: 'Limit of slow mode' }).press('Enter')
  await page.getByRole('button', { name: /^Speed and limit/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Slow mode, 500 kB/s' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Monthly data budget' }).fill('500 GB')
  await page.getByRole('textbox', { name: 'Monthly data budget' }).press('Enter')
  await page.getByText(/^212\sGB of 500\sGB used\. Begins anew on/).waitFor()
  await page.getByRole('combobox', { name: 'Budget begins anew on' }).click()
  await page.getByRole('option', { name: 'Day 15', exact: true }).click()
  await expect.poll(settings).toMatchObject({
    isSlow: true,
    slowBytesPerSecond: 500_000,
    dataBudget: { bytes: 500e9, fromDay: 15 },
    timetable: [{ days: [1, 2, 3, 4, 5], fromMinute: 480, toMinute: 1080 }],
  })
})
