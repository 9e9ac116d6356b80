import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import './following-looks.ts'
import './manners-looks.ts'
import './overnight-looks.ts'
import './report-looks.ts'
import { type Journey, lookInTurn, type Step } from '../support/look-in-turn.ts'
import { fake } from './nights-window.ts'

/** Schedules: the list, the form that makes one, and what has run. */

type Act = Step[1]

const list: Act = (page) => page.keyboard.press('Control+5')

const makeOne: Act = async (page) => {
  await list(page)
  await page.getByRole('button', { name: 'New schedule' }).click()
  await page.getByRole('list').getByText(/22:00/).first().waitFor()
}

async function choose(page: Page, box: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: box }).click()
  await page.getByRole('option', { name: option }).click()
}

async function add(page: Page, identifier: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Identifiers or links of dandisets' }).fill(identifier)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('combobox', { name: `Version of ${identifier}` }).waitFor()
}

const floating = { but: ['region'] } as const

/** Of the first schedule. */
const openMenu: Act = (page) =>
  page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click()

const history: Act = async (page) => {
  await page.getByRole('menuitem', { name: 'History' }).click()
  await page.locator('#runs [role=row]').nth(3).waitFor()
}

const alone = (name: string, query: string, act: Act): Journey => ({ query, steps: [[name, act]] })

const journeys: readonly Journey[] = [
  {
    query: 'welcomed',
    steps: [
      ['schedules-list', list],
      [
        'schedule-menu',
        async (page) => {
          await openMenu(page)
          await page.getByRole('menuitem', { name: 'History' }).waitFor()
        },
      ],
      ['schedule-history', history],
      [
        'schedule-run',
        async (page) => {
          await page.locator('#runs [role=row]').nth(2).click()
          await page.getByRole('grid', { name: /^Differences of/ }).waitFor()
          await page.getByText(/in the trash folder, until/).waitFor()
        },
      ],
    ],
  },
  {
    query: 'welcomed&state=empty',
    steps: [
      ['schedules-none', list],
      [
        'schedule-editor',
        async (page) => {
          await makeOne(page)
          await add(page, 'DANDI:000023')
          await choose(page, 'How often', 'On chosen days')
          await page
            .getByText(/On weekdays from 22:00 to 06:00/)
            .first()
            .waitFor()
        },
      ],
    ],
  },
  alone('schedule-failed', 'welcomed&state=failed', async (page) => {
    await list(page)
    await page.getByText('Failed', { exact: true }).waitFor()
  }),
  alone('schedule-retrying', 'welcomed&state=retrying', async (page) => {
    await list(page)
    const card = page.getByRole('listitem', { name: 'Male subjects of 000023' })
    const said = /^Tries again at \d\d:\d\d, because: api\.dandiarchive\.org cannot be reached$/
    await card.getByText(said).waitFor()
    await page.getByRole('contentinfo').getByRole('button', { name: said }).waitFor()
  }),
  alone('schedule-of-cart', 'welcomed', async (page) => {
    await page.keyboard.press('Control+2')
    await page.getByRole('button', { name: 'Keep in step…' }).click()
    const name = page.getByRole('textbox', { name: 'Name' })
    await expect.poll(() => name.inputValue()).toBe('mice')
    await page
      .getByText(/the saved cart mice/)
      .first()
      .waitFor()
  }),
  alone('schedule-problems', 'welcomed', async (page) => {
    await makeOne(page)
    await add(page, 'DANDI:000023')
    await page.getByRole('textbox', { name: 'Name' }).fill('Weekends, 000108')
    await choose(page, 'How often', 'By cron text')
    await page.getByRole('textbox', { name: /^Cron text/ }).fill('every night')
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Atlantis')
    await page.getByText('There is no time zone “Europe/Atlantis”.').first().waitFor()
  }),
  {
    query: 'welcomed&state=asks',
    steps: [
      [
        'schedule-asks',
        async (page) => {
          await list(page)
          await page.getByText(/1,240 files would be removed or replaced/).waitFor()
        },
      ],
      [
        'schedule-review',
        async (page) => {
          await page.getByRole('button', { name: 'Review and go on…' }).click()
          await page.getByRole('grid', { name: 'Changes to 000023/draft' }).waitFor()
        },
      ],
    ],
  },
]

for (const journey of journeys)
  lookInTurn(
    () => fake,
    journey,
    () => floating,
  )

it('a schedule is made in the order that the form suggests, and its sentence is in the list', async () => {
  const { page, visit } = fake
  await visit('welcomed&state=empty')
  await makeOne(page)
  const save = page.getByRole('button', { name: 'Save schedule' })
  await expect.poll(() => save.isDisabled()).toBe(true)
  await add(page, 'DANDI:000023')
  await choose(page, 'Version of DANDI:000023', /^Draft/)
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('checkbox', { name: 'Only Male', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: 'Time of the run' }).fill('23:30')
  await page.getByRole('textbox', { name: 'Window closes' }).fill('5')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Asia/Tokyo')
  await expect.poll(() => save.isEnabled()).toBe(true)
  await save.click()
  const card = page.getByRole('listitem', { name: 'DANDI:000023' })
  await card
    .getByText(/^Every night from 23:30 to 05:00: 000023 draft, everything where sex is Male, to/)
    .waitFor()
  await card.getByText('Times of Asia/Tokyo').waitFor()
  expect(
    await page
      .getByRole('contentinfo')
      .getByRole('button', { name: /^Next: / })
      .count(),
  ).toBe(1)
})

it('a run of the history is opened by keys, which then are where they were', async () => {
  const { page, visit } = fake
  await visit('welcomed')
  await list(page)
  await openMenu(page)
  await history(page)
  const runs = page.getByRole('grid', { name: 'Runs, newest first' })
  await runs.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('grid', { name: /^Differences of/ }).waitFor()
  await page.keyboard.press('Enter')
  await expect.poll(() => runs.evaluate((it) => it === document.activeElement)).toBe(true)
  expect(await runs.getAttribute('aria-activedescendant')).toBe('runs-2')
})

it('what a run asks is looked at and let go on', async () => {
  const { page, visit } = fake
  await visit('welcomed&state=asks')
  await list(page)
  await page.getByRole('button', { name: 'Review and go on…' }).click()
  await page.getByText(/1,180 to the trash/).waitFor()
  await page.getByRole('button', { name: 'Go on now' }).click()
  const card = page.getByRole('listitem', { name: 'Male subjects of 000023' })
  await card.getByText('Running', { exact: true }).waitFor()
  expect(await card.getByRole('button', { name: 'Review and go on…' }).count()).toBe(0)
})

it('what is wrong stands at its field and nothing can be saved', async () => {
  const { page, visit } = fake
  await visit('welcomed')
  await makeOne(page)
  await add(page, 'DANDI:000023')
  const save = page.getByRole('button', { name: 'Save schedule' })
  await expect.poll(() => save.isEnabled()).toBe(true)
  await page.getByRole('textbox', { name: 'Window closes' }).fill('22:00')
  await page.getByRole('textbox', { name: 'Window closes' }).press('Enter')
  const window = page.getByRole('group', { name: 'Only between' })
  await window.getByText('The window ends when it starts.').waitFor()
  expect(await save.isDisabled()).toBe(true)
})
