import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { fake } from './nights-window.ts'

/** Rules for new dandisets, what a schedule is about, and its window in the week. */

const floating = { but: ['region'] } as const

const list = (page: Page) => page.keyboard.press('Control+5')

async function edit(page: Page): Promise<void> {
  await list(page)
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await page.getByRole('slider', { name: 'Window' }).waitFor()
}

async function choose(page: Page, box: string, option: RegExp): Promise<void> {
  await page.getByRole('combobox', { name: box, exact: true }).click()
  await page.getByRole('option', { name: option }).click()
}

it('a rule is made of a question, and what it found is opened and read', async () => {
  const { page, visit, look } = fake
  await visit('welcomed')
  await list(page)
  const found = page.getByRole('list', { name: 'New dandisets' })
  await found.getByRole('button', { name: /^Sleep spindles/ }).waitFor()
  expect(await found.getByRole('img', { name: 'Not read' }).count()).toBe(2)
  await page.getByRole('button', { name: 'Tell me of new dandisets…' }).click()
  await page.getByRole('textbox', { name: 'Dandisets that match' }).fill('species:rat')
  await choose(page, 'When one is new', /^Fetch some of it/)
  await look('follow-editor', floating)
  await page.getByRole('button', { name: 'Follow', exact: true }).click()
  const rules = page.getByRole('grid', { name: 'Rules' })
  await rules.getByText('Notes what is there now; only what comes later is told').first().waitFor()
  await rules.getByRole('switch', { name: 'Follow species:rat' }).waitFor()
  await page.getByRole('heading', { name: 'Watch list' }).scrollIntoViewIfNeeded()
  await look('follow-list')
  await found.getByRole('button', { name: /^Sleep spindles/ }).click()
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await list(page)
  await page.getByRole('heading', { name: 'New dandisets, 1 not read' }).waitFor()
  await page.getByRole('button', { name: 'Take off DANDI:001530 from the watch list' }).click()
  await expect.poll(() => page.getByRole('heading', { name: 'Watch list' }).count()).toBe(0)
})

it('a schedule is made of a saved search, and says so', async () => {
  const { page, visit, look } = fake
  await visit('welcomed')
  await edit(page)
  await choose(page, 'What is fetched', /^A saved search/)
  const save = page.getByRole('button', { name: 'Save schedule' })
  await page.getByText('No saved search is chosen.').first().waitFor()
  expect(await save.isDisabled()).toBe(true)
  await choose(page, 'Saved search', /^Neuropixels in mice/)
  await page.getByText(/what the search “Neuropixels in mice” finds/).waitFor()
  await page.getByText(/^1\.2\sTB will need 3 nights/).waitFor()
  await look('schedule-search', floating)
  await expect.poll(() => save.isEnabled()).toBe(true)
})

it('the window is moved and resized in the week, by pointer and by keys, and its boxes say so', async () => {
  const { page, visit } = fake
  await visit('welcomed')
  await edit(page)
  const week = page.getByRole('slider', { name: 'Window' })
  const box = (name: string) => page.getByRole('textbox', { name }).inputValue()
  const times = async () => [
    await box('Window opens'),
    await box('Window closes'),
    await box('Time of the run'),
    await week.getAttribute('aria-valuetext'),
  ]
  await week.press('ArrowRight')
  await week.press('Shift+ArrowLeft')
  await expect.poll(times).toEqual(['22:15', '06:00', '22:15', '22:15 to 06:00'])
  const place = (await week.boundingBox()) ?? { x: 0, y: 0, width: 0 }
  /** Names of days stand before the hours. */
  const hour = (place.width - 28) / 24
  const row = place.y + 8
  const from = place.x + 28 + 3 * hour
  await page.mouse.move(from, row)
  await page.mouse.down()
  await page.mouse.move(from + 2 * hour, row, { steps: 3 })
  await page.mouse.up()
  await expect.poll(times).toEqual(['00:15', '08:00', '00:15', '00:15 to 08:00'])
  const end = place.x + 28 + 8 * hour - 2
  await page.mouse.move(end, row)
  await page.mouse.down()
  await page.mouse.move(end - 3 * hour, row, { steps: 3 })
  await page.mouse.up()
  await expect.poll(times).toEqual(['00:15', '05:00', '00:15', '00:15 to 05:00'])
  await page.getByText(/^Every night from 00:15 to 05:00/).waitFor()
})
