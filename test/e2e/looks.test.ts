import type { Page } from 'playwright'
import { afterAll, beforeAll, it } from 'vitest'
import type { AxeRules } from '../support/axe.ts'
import { type FakeWindow, openFakeWindow } from '../support/fake-window.ts'

/** Every screen and state but those of Discover, with a bridge that can be in any of them. */

let fake: FakeWindow
beforeAll(async () => {
  fake = await openFakeWindow()
})
afterAll(() => fake.close())

type Act = (window: Page) => Promise<unknown>

const open =
  (id: string): Act =>
  async (window) => {
    await window.keyboard.press('Control+k')
    await window.keyboard.insertText(`DANDI:${id}`)
    await window.keyboard.press('Enter')
    await window.locator('#files [aria-level]').first().waitFor()
  }
/** The first file of the first folder, by keyboard. */
const openFile: Act = async (window) => {
  await open('000023')(window)
  await window.getByRole('treegrid').focus()
  await window.keyboard.press('ArrowRight')
  await window.locator('#files [aria-level="2"]').first().waitFor()
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { name: 'Digests' }).waitFor()
}
const place =
  (digit: number): Act =>
  (window) =>
    window.keyboard.press(`Control+${digit}`)
const none: Act = async () => undefined

const states: readonly (readonly [name: string, query: string, act: Act])[] = [
  ['first-run', 'state=empty', none],
  [
    'dandiset',
    'welcomed',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('treegrid').focus()
      await window.keyboard.press('ArrowRight')
      await window.locator('#files [aria-level="2"]').first().waitFor()
      await window.keyboard.press('ArrowDown')
      await window.keyboard.press('Space')
    },
  ],
  ['asset', 'welcomed', openFile],
  [
    'asset-menu',
    'welcomed',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('treegrid').focus()
      await window.keyboard.press('ArrowRight')
      await window.locator('#files [aria-level="2"]').nth(2).click({ button: 'right' })
      await window.getByRole('menuitem', { name: 'Details' }).waitFor()
    },
  ],
  ['asset-offline', 'welcomed&state=asset-offline', openFile],
  [
    'asset-inside',
    'welcomed&state=zarr',
    async (window) => {
      await openFile(window)
      await window.getByRole('tab', { name: 'Inside' }).click()
      await window.locator('#inside [role=row]').nth(3).waitFor()
      await window.getByRole('checkbox', { name: 'Choose 3' }).click()
      await window.getByText('A part', { exact: true }).waitFor()
    },
  ],
  [
    'asset-places',
    'welcomed',
    async (window) => {
      await openFile(window)
      await window.getByRole('tab', { name: 'Sources and copies' }).click()
      await window.getByText('available', { exact: true }).first().waitFor()
    },
  ],
  [
    'compare',
    'welcomed',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('tab', { name: 'Compare' }).click()
      await window.locator('#differences [role=row]').nth(3).waitFor()
    },
  ],
  [
    'compare-same',
    'welcomed&state=same',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('tab', { name: 'Compare' }).click()
      await window.getByText('Nothing to fetch').waitFor()
    },
  ],
  ['dandiset-listing', 'welcomed&listing=still', open('000026')],
  ['dandiset-disk-full', 'welcomed&state=full', open('000023')],
  [
    'dandiset-key-needed',
    'welcomed&state=embargoed',
    async (window) => {
      await window.keyboard.press('Control+k')
      await window.keyboard.insertText('DANDI:000023')
      await window.keyboard.press('Enter')
      await window.getByText('This needs an API key').waitFor()
    },
  ],
  [
    'about',
    'welcomed',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('tab', { name: 'About' }).click()
    },
  ],
  [
    'plan',
    'welcomed&state=plan-problems',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('button', { name: 'Plan', exact: true }).click()
      await window.locator('#plan-files [role=row]').nth(4).waitFor()
    },
  ],
  [
    'plan-template',
    'welcomed',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('button', { name: 'Plan', exact: true }).click()
      await window.getByRole('combobox', { name: 'Layout' }).click()
      await window.getByRole('option', { name: /Template/ }).click()
      await window
        .getByText(/sub-M001\/|M001\/no-session/)
        .first()
        .waitFor()
      await window.getByRole('textbox', { name: 'Template' }).fill('{mouse}/{name}')
    },
  ],
  [
    'cart',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.locator('#cart-subjects [role=row]').nth(4).waitFor()
    },
  ],
  ['cart-empty', 'welcomed&state=empty', place(2)],
  [
    'cart-rules',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.getByRole('button', { name: 'Filter', exact: true }).click()
      await window.getByRole('tab', { name: /Sex/ }).waitFor()
    },
  ],
  [
    'cart-plan',
    'welcomed&state=plan-problems',
    async (window) => {
      await place(2)(window)
      await window.getByRole('button', { name: 'Plan', exact: true }).click()
      await window.getByRole('dialog').waitFor()
    },
  ],
  [
    'cart-opened',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.getByRole('button', { name: 'Open…' }).click()
      await window.locator('#cart-changes [role=row]').nth(3).waitFor()
    },
  ],
  ['transfers', 'welcomed', place(3)],
  ['transfers-empty', 'welcomed&state=empty', place(3)],
  [
    'transfer',
    'welcomed',
    async (window) => {
      await place(3)(window)
      await window.locator('#jobs [role=row]').first().dblclick()
      await window.locator('#transfers [role=row]').nth(9).click()
      await window.getByText('Technical details').waitFor()
    },
  ],
  [
    'transfer-parts',
    'welcomed',
    async (window) => {
      await place(3)(window)
      await window.locator('#jobs [role=row]').first().dblclick()
      await window.locator('#transfers [role=row]').nth(3).click()
      await window.getByRole('tab', { name: 'Parts' }).click()
    },
  ],
  [
    'cancel',
    'welcomed',
    async (window) => {
      await place(3)(window)
      await window.getByRole('button', { name: 'Cancel…' }).first().click()
      await window.getByRole('dialog').waitFor()
    },
  ],
  [
    'menu',
    'welcomed',
    async (window) => {
      await place(3)(window)
      await window.locator('#jobs [role=row]').nth(1).click({ button: 'right' })
      await window.getByRole('menu').waitFor()
    },
  ],
  ['library', 'welcomed', place(4)],
  ['schedules', 'welcomed', place(5)],
  ['settings', 'welcomed', place(6)],
]

it.each(states)('%s is clean and has its pictures', async (name, query, act) => {
  await fake.visit(query)
  await act(fake.page)
  await fake.look(name, rulesOf(name))
})

/** A menu floats outside of all landmarks by design. */
function rulesOf(name: string): AxeRules {
  const floats = name === 'menu' || name.startsWith('asset')
  return floats ? { but: ['region'] } : {}
}
