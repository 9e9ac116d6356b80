import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeWindow, openFakeWindow } from '../support/fake-window.ts'

/** The views of a dandiset's files and everything that chooses among them. */

let fake: FakeWindow
beforeAll(async () => {
  fake = await openFakeWindow()
})
afterAll(() => fake.close())

type Act = (page: Page) => Promise<unknown>

const open =
  (id: string): Act =>
  async (page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.insertText(`DANDI:${id}`)
    await page.keyboard.press('Enter')
    await page.locator('#files [aria-level]').first().waitFor()
  }

const show = (page: Page, view: string) =>
  page.getByRole('tab', { name: view, exact: true }).click()

async function filterBy(page: Page, topic: RegExp): Promise<void> {
  await page.getByRole('button', { name: 'Filter', exact: true }).click()
  await page.getByRole('tab', { name: topic }).click()
}

async function onlyFemale(page: Page): Promise<void> {
  await filterBy(page, /^Sex/)
  await page.getByRole('checkbox', { name: 'Only Female' }).click()
  await page.getByRole('button', { name: 'Change filter Sex: Female' }).waitFor()
}

async function showTable(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Table', exact: true }).click()
  await page.locator('#file-table [role=checkbox]').nth(9).waitFor()
}

async function showMatrix(page: Page): Promise<void> {
  await show(page, 'Matrix')
  await page.locator('#matrix [role=gridcell][data-state]').nth(9).waitFor()
}

const floating = { but: ['region'] } as const

const states: readonly (readonly [name: string, query: string, act: Act])[] = [
  [
    'table',
    'welcomed',
    async (page) => {
      await open('000023')(page)
      await showTable(page)
      await page.getByRole('columnheader', { name: /Size/ }).getByRole('button').click()
      await page
        .getByRole('columnheader', { name: /Modality/ })
        .getByRole('button')
        .click({ modifiers: ['Shift'] })
      await page.locator('#file-table [data-index="2"]').click()
      await page.locator('#file-table [data-index="5"]').click({ modifiers: ['Shift'] })
    },
  ],
  [
    'table-describing',
    'welcomed&describing',
    async (page) => {
      await open('000026')(page)
      await showTable(page)
    },
  ],
  [
    'subjects',
    'welcomed',
    async (page) => {
      await open('000023')(page)
      await show(page, 'Subjects')
      await page.locator('#subject-table [role=checkbox]').nth(2).click()
      await page.getByRole('button', { name: /^Download 29\d files/ }).waitFor()
    },
  ],
  [
    'matrix',
    'welcomed',
    async (page) => {
      await open('000023')(page)
      await showMatrix(page)
      await page.locator('#matrix-2-3').click()
      await page.getByRole('button', { name: /^Download 316 files/ }).waitFor()
      await page.keyboard.press('ArrowRight')
    },
  ],
  [
    'matrix-300',
    'welcomed',
    async (page) => {
      await open('000045')(page)
      await showMatrix(page)
    },
  ],
  [
    'nothing-matches',
    'welcomed',
    async (page) => {
      await open('000023')(page)
      await onlyFemale(page)
      await page.getByRole('tab', { name: 'Size', exact: true }).click()
      await page.getByRole('textbox', { name: 'Size' }).fill('over 1 TB')
      await page.getByRole('button', { name: /^Without Size: .*files$/ }).waitFor()
      await page.keyboard.press('Escape')
    },
  ],
  [
    'sample',
    'welcomed',
    async (page) => {
      await open('000023')(page)
      await onlyFemale(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Choose', exact: true }).click()
      await page.getByRole('menuitem', { name: 'Random files' }).click()
      await page.getByRole('button', { name: /^Download 20 files/ }).waitFor()
    },
  ],
]

it.each(states)('%s is clean and has its pictures', async (name, query, act) => {
  await fake.visit(query)
  await act(fake.page)
  await fake.look(`choose-${name}`)
})

const floats: readonly (readonly [name: string, act: Act])[] = [
  [
    'facet',
    async (page) => {
      await onlyFemale(page)
      await page.getByRole('tab', { name: /^Species/ }).click()
      await page.getByRole('button', { name: /^Not Rattus/ }).click()
      await page.getByRole('button', { name: /^Change filter Species not/ }).waitFor()
    },
  ],
  [
    'age',
    async (page) => {
      await filterBy(page, /^Age/)
      await page.getByRole('textbox', { name: 'Age' }).fill('P60 to P90')
      await page.getByRole('button', { name: 'Change filter Age: 60 – 90 d' }).waitFor()
      await page.getByRole('textbox', { name: 'Age' }).fill('P60 or so')
      await page.getByRole('alert').waitFor()
    },
  ],
  [
    'regex',
    async (page) => {
      await filterBy(page, /^Path/)
      await page.getByRole('textbox', { name: /not like/ }).fill('*.mp4\nfoo*')
      await page.getByRole('textbox', { name: /expression/ }).fill('sub-(M00|ecephys')
      await page.getByRole('alert').getByText('At character 5').waitFor()
    },
  ],
  [
    'menu',
    async (page) => {
      await showTable(page)
      await page.locator('#file-table [data-index="3"]').click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'Copy the path' }).waitFor()
    },
  ],
  [
    'columns',
    async (page) => {
      await showTable(page)
      await page.getByRole('button', { name: 'Columns' }).click()
      await page.getByRole('menuitemcheckbox', { name: 'Species' }).click()
    },
  ],
]

it.each(floats)('what floats is clean and has its pictures: %s', async (name, act) => {
  await fake.visit('welcomed')
  await open('000023')(fake.page)
  await act(fake.page)
  await fake.look(`choose-${name}`, floating)
})

it.each(['tree', 'table'] as const)(
  'a %s that is read in the middle stays as it is while more arrives, which comes when asked',
  async (view) => {
    const { page } = fake
    await fake.visit('welcomed&listing=some')
    await open('000026')(page)
    if (view === 'table') await showTable(page)
    else await page.locator('#files').getByRole('button', { name: 'Open raw data' }).click()
    const list = page.locator(view === 'tree' ? '#files' : '#file-table')
    const rows = () => list.getAttribute('aria-rowcount').then(Number)
    await expect.poll(rows).toBeGreaterThan(60)
    await list.evaluate((it) => it.scrollTo({ top: 1200 }))
    const row = list.locator('[data-index="45"]')
    await row.click({ position: { x: 500, y: 15 } })
    const name = await row.textContent()
    const before = await rows()
    await page.evaluate('arrive()')
    await page.getByRole('button', { name: 'More has arrived. Show' }).waitFor()
    expect(await rows()).toBe(before)
    expect(await row.textContent()).toBe(name)
    await page.getByRole('button', { name: 'More has arrived. Show' }).click()
    await expect.poll(rows).toBeGreaterThan(before)
    expect(await list.evaluate((it) => it.scrollTop)).toBe(1200)
    expect(await list.locator('[aria-selected=true]').count()).toBe(1)
  },
)

it('the keyboard stays at its row when hundreds arrive above it', async () => {
  const { page } = fake
  await fake.visit('welcomed&listing=some')
  await open('000026')(page)
  await showTable(page)
  const list = page.locator('#file-table')
  const byName = page.getByRole('columnheader', { name: /Name/ }).getByRole('button').first()
  await byName.click()
  await byName.click()
  await page.locator('#file-table [aria-sort=descending]').waitFor()
  await list.locator('[data-index="3"]').click({ position: { x: 500, y: 15 } })
  const name = await list.locator('[data-active]').textContent()
  await page.evaluate('arrive()')
  await expect.poll(() => list.getAttribute('aria-activedescendant')).not.toBe('file-table-3')
  await expect.poll(() => list.locator('[data-active]').textContent()).toBe(name)
})

it('hundreds of saved searches are a list of those in sight, gone through by keys', async () => {
  const { page } = fake
  await fake.visit('welcomed')
  await page.evaluate(async () => {
    const query = { instance: 'dandi', text: 'mouse', facets: [], draftsToo: true }
    for (let at = 0; at < 300; at += 1)
      await window.bridge.request('searches.save', { name: `search ${at}`, query })
  })
  await page.getByRole('button', { name: 'Keep this search' }).click()
  const list = page.getByRole('grid', { name: 'Saved searches' })
  await expect.poll(() => list.getAttribute('aria-rowcount')).toBe('301')
  expect(await list.getByRole('row').count()).toBeLessThan(40)
  await list.focus()
  await page.keyboard.press('End')
  const last = list.getByRole('row').last()
  await expect.poll(() => last.getAttribute('aria-rowindex')).toBe('301')
  expect(await list.getAttribute('aria-activedescendant')).toBe(await last.getAttribute('id'))
  await page.keyboard.press('Delete')
  await expect.poll(() => list.getAttribute('aria-rowcount')).toBe('300')
  await page.keyboard.press('Enter')
  await page
    .getByRole('combobox', { name: /Search/ })
    .first()
    .waitFor()
  await expect.poll(() => list.count()).toBe(0)
})
