import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectAccessible, picture } from '../support/desktop.ts'
import { type FakeWindow, openFakeWindow } from '../support/fake-window.ts'

/** Finding dandisets among a thousand, with a bridge that can be in any state. */

let fake: FakeWindow
let page: Page
beforeAll(async () => {
  fake = await openFakeWindow()
  page = fake.page
})
afterAll(() => fake.close())

const list = () => page.getByRole('grid', { name: 'Dandisets' })
const field = () => page.getByRole('combobox', { name: /^Search the archive/ })
const found = (count: string) =>
  page.getByRole('heading', { level: 1, name: new RegExp(`^${count} dandisets?$`) }).waitFor()
const value = (name: RegExp) => page.getByRole('checkbox', { name })

async function type(text: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type(text)
}

async function search(text: string): Promise<void> {
  await type(text)
  await page.keyboard.press('Enter')
}

type Act = () => Promise<unknown>

const states: readonly (readonly [name: string, query: string, act: Act])[] = [
  ['discover', '', () => list().getByRole('row').nth(2).click()],
  ['discover-loading', '&state=slow', async () => undefined],
  ['discover-filling', '&state=filling', () => page.getByRole('progressbar').waitFor()],
  ['discover-beginning', '&state=beginning', () => page.getByText('Reading the').waitFor()],
  ['discover-archive-down', '&state=offline', () => page.getByText('cannot be').first().waitFor()],
  ['discover-check-failed', '&state=check-failed', () => page.getByText('3 d ago').waitFor()],
  ['discover-offline', '&state=no-network', () => page.getByText('Offline. Cat').waitFor()],
  [
    'discover-search',
    '',
    async () => {
      await search('hippocampus')
      await list().locator('mark').first().waitFor()
    },
  ],
  [
    'discover-chosen',
    '',
    async () => {
      await value(/^House mouse/).click()
      await page.getByRole('button', { name: 'Licence' }).click()
      await page
        .getByRole('button', { name: /^Show all/ })
        .first()
        .click()
      await page.getByRole('button', { name: /^Remove filter Species/ }).waitFor()
    },
  ],
  [
    'discover-names',
    '',
    async () => {
      await search('نشاط')
      await list().focus()
      await page.keyboard.press('Home')
      await page.getByRole('complementary').waitFor()
    },
  ],
  [
    'discover-completion',
    '',
    async () => {
      await type('cortex spec')
      await page.getByRole('option', { name: /^species:/ }).waitFor()
      await page.keyboard.press('ArrowDown')
    },
  ],
  [
    'discover-problem',
    '',
    async () => {
      await search('specis:mouse created_after:2024 cortex')
      await page.getByText('is no date').waitFor()
    },
  ],
  [
    'discover-nothing',
    '',
    async () => {
      await value(/^House mouse/).click()
      await search('hippocampus created_before:2020-01-01')
      await page.getByText('No dandiset meets all of this').waitFor()
    },
  ],
  [
    'discover-picked',
    '',
    async () => {
      await list().getByRole('row').nth(1).click()
      await list()
        .getByRole('row')
        .nth(3)
        .click({ modifiers: ['Shift'] })
      await page.getByText('3 dandisets picked').waitFor()
    },
  ],
]

it.each(states)('%s is clean and has its pictures', async (name, query, act) => {
  await fake.visit(`welcomed${query}`)
  await act()
  await fake.look(name)
})

it('a facet leaves as many as it said, as a chip that takes it away again', async () => {
  await fake.visit('welcomed')
  await found('1,000')
  const promised = ((await value(/^Human/).textContent()) ?? '').replace('Human', '')
  await value(/^Human/).click()
  await found(promised)
  await value(/^House mouse/).click()
  await page.getByRole('button', { name: 'Remove filter Species: Human' }).click()
  await page.getByRole('button', { name: 'Remove filter Species: Human' }).waitFor({
    state: 'detached',
  })
  await page.getByRole('button', { name: 'Clear all' }).click()
  await found('1,000')
})

it('operators and values are completed by keyboard, and what is taken is searched', async () => {
  await fake.visit('welcomed')
  await type('spec')
  await page.getByRole('option', { name: /^species:/ }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: /^species:/, selected: true }).waitFor()
  const named = await field().getAttribute('aria-activedescendant')
  expect(await page.locator(`#${named}`).textContent()).toContain('species:')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: /^Norway rat/ }).waitFor()
  await page.keyboard.type('nor')
  await page.getByRole('option', { name: /^House mouse/ }).waitFor({ state: 'detached' })
  const promised = await page.getByRole('option', { name: /^Norway rat/ }).textContent()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('option', { name: /^Norway rat/, selected: true }).waitFor()
  await page.keyboard.press('Tab')
  await found((/\d+(?= dandisets)/.exec(promised ?? '') ?? [''])[0])
  expect(await field().inputValue()).toBe('species:"Norway rat" ')
})

it('what the search cannot understand is mended by one press, and nothing typed is lost', async () => {
  await fake.visit('welcomed')
  await search('specis:rat cortex')
  await page.getByRole('button', { name: 'Did you mean species?' }).click()
  await page.getByText('is no operator').waitFor({ state: 'detached' })
  expect(await field().inputValue()).toBe('species:rat cortex')
  await search('created_after:soon cortex')
  await page.getByRole('button', { name: 'Leave it out' }).click()
  expect(await field().inputValue()).toBe('cortex')
})

it('an empty result offers what to leave out, with the number that comes of it', async () => {
  await fake.visit('welcomed')
  await search('hippocampus created_before:2020-01-01')
  const way = page.getByRole('button', { name: /^Without created_before/ })
  const promised = ((await way.locator('span').last().textContent()) ?? '').replace(/ .*/, '')
  await way.click()
  await found(promised)
  expect(await field().inputValue()).toBe('hippocampus')
})

it('a search is kept under a name and asked again from the empty field', async () => {
  await fake.visit('welcomed')
  await search('retina')
  await value(/^Human/).click()
  const keep = page.getByRole('button', { name: 'Keep this search' })
  await keep.click()
  await page.getByRole('textbox', { name: 'Name of the search' }).fill('Human retina')
  await expectAccessible(page)
  await picture(page, 'discover-keep')
  await page.keyboard.press('Enter')
  await page.getByText('Saved as “Human retina”').waitFor()
  const count = await page.getByRole('heading', { level: 1 }).textContent()
  await page.getByRole('button', { name: 'Clear all' }).click()
  await found('1,000')
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: /^Human retina/ }).click()
  await page.getByRole('button', { name: 'Remove filter Species: Human' }).waitFor()
  await found((count ?? '').replace(/ .*/, ''))
  await keep.click()
  await page.getByRole('button', { name: 'Remove Human retina' }).click()
  await page.getByRole('button', { name: /^Human retina/ }).waitFor({ state: 'detached' })
})

it('a link of a search restores words and facets', async () => {
  await fake.visit('welcomed')
  await search('dandelion://search?instance=dandi&q=retina&species=taxon%3A9606')
  await page.getByRole('button', { name: 'Remove filter Species: Human' }).waitFor()
  await page.getByRole('button', { name: 'Remove filter Published only' }).waitFor()
  expect(await field().inputValue()).toBe('retina')
})

it('the way back from a dandiset leads to the same row of the same list', async () => {
  await fake.visit('welcomed')
  await list().focus()
  await page.keyboard.press('End')
  await list().locator('[data-active]').getByText('00').first().waitFor()
  await page.getByRole('complementary').waitFor()
  const at = await list().getAttribute('aria-activedescendant')
  await page.keyboard.press('Enter')
  await list().waitFor({ state: 'detached' })
  await page.keyboard.press('Alt+ArrowLeft')
  await list().locator('[data-active]').waitFor()
  expect(await list().getAttribute('aria-activedescendant')).toBe(at)
})

it('the list keeps the keyboard when another answer takes its place', async () => {
  await fake.visit('welcomed')
  await type('retina')
  await list().focus()
  await list().locator('mark').first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.getByRole('complementary').waitFor()
})

it('where it is narrow the facets open as a sheet', async () => {
  await fake.visit('welcomed')
  await fake.resize(960, 640)
  await page.getByRole('button', { name: 'Filters' }).click()
  await page
    .getByRole('dialog')
    .getByRole('checkbox', { name: /^House mouse/ })
    .click()
  const show = page.getByRole('dialog').getByRole('button', { name: /^Show [\d,]+ dandisets/ })
  await page.getByRole('dialog').getByRole('button', { name: 'Show 376 dandisets' }).waitFor()
  await expectAccessible(page)
  await picture(page, 'discover-drawer')
  await show.click()
  await page.getByRole('button', { name: 'Filters: 1' }).waitFor()
  await found('376')
})
