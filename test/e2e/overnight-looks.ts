import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { fake } from './nights-window.ts'

/** Settings for the time in which the window, or the whole program, is closed. */

async function open(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.locator('#settings-overnight').evaluate((it) => it.scrollIntoView())
  await page.getByText('Run schedules while Dandelion is closed').waitFor()
}

it('the timer is read before it is installed, and can be removed again', async () => {
  const { page, visit, look } = fake
  await visit('welcomed')
  await open(page)
  const text = page.getByRole('region', { name: /dandelion-sync\.timer$/ })
  await text.getByText('OnCalendar=*-*-* 22:00:00 Europe/Berlin').waitFor()
  await page.getByText('Not installed.').waitFor()
  await look('overnight')
  await page.getByRole('button', { name: 'Install' }).click()
  await page.getByText('Installed. Next: ').waitFor()
  await page.getByRole('switch', { name: 'Start at login, hidden' }).click()
  await look('overnight-installed')
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByText('Not installed.').waitFor()
})

it('what the system refuses is told with the commands for it', async () => {
  const { page, visit, look } = fake
  await visit('welcomed&state=no-systemd')
  await open(page)
  await page.getByRole('button', { name: 'Install' }).click()
  await page.getByText('The system said: Failed to connect to bus').waitFor()
  await page.getByText('This desktop shows no tray.').waitFor()
  expect(await page.getByRole('button', { name: 'Install again' }).count()).toBe(1)
  await look('overnight-refused')
})
