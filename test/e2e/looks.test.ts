import { afterAll, beforeAll } from 'vitest'
import type { AxeRules } from '../support/axe.ts'
import { type FakeWindow, openFakeWindow } from '../support/fake-window.ts'
import { type Journey, lookInTurn, type Step } from '../support/look-in-turn.ts'

/** Every screen and state but those of Discover, with a bridge that can be in any of them. */

let fake: FakeWindow
beforeAll(async () => {
  fake = await openFakeWindow()
})
afterAll(() => fake.close())

type Act = Step[1]

const open =
  (id: string): Act =>
  async (window) => {
    await window.keyboard.press('Control+k')
    await window.keyboard.insertText(`DANDI:${id}`)
    await window.keyboard.press('Enter')
    await window.locator('#files [aria-level]').first().waitFor()
  }
/** The first folder opened, by keyboard. */
const openFolder: Act = async (window) => {
  await window.getByRole('treegrid').focus()
  await window.keyboard.press('ArrowRight')
  await window.locator('#files [aria-level="2"]').nth(2).waitFor()
}
/** The first file of the first folder, by keyboard. */
const openFile: Act = async (window) => {
  await open('000023')(window)
  await openFolder(window)
  await window.keyboard.press('ArrowDown')
  await window.keyboard.press('Enter')
  await window.getByRole('heading', { name: 'Digests' }).waitFor()
}
const place =
  (digit: number): Act =>
  (window) =>
    window.keyboard.press(`Control+${digit}`)
const shut: Act = async (window) => {
  await window.keyboard.press('Escape')
  await window.locator('[role=menu], [role=dialog]').waitFor({ state: 'detached' })
}

const ofDandiset: readonly Step[] = [
  [
    'about',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('tab', { name: 'About' }).click()
    },
  ],
  [
    'compare',
    async (window) => {
      await window.getByRole('tab', { name: 'Compare' }).click()
      await window.locator('#differences [role=row]').nth(3).waitFor()
    },
  ],
  [
    'asset-menu',
    async (window) => {
      await window.getByRole('tab', { name: 'Files', exact: true }).click()
      await openFolder(window)
      await window.locator('#files [aria-level="2"]').nth(2).click({ button: 'right' })
      await window.getByRole('menuitem', { name: 'Details' }).waitFor()
    },
  ],
  [
    'dandiset',
    async (window) => {
      await shut(window)
      await window.getByRole('treegrid').focus()
      await window.keyboard.press('Home')
      await window.keyboard.press('ArrowDown')
      await window.keyboard.press('Space')
      await window.locator('#files [aria-level="2"]').first().getByRole('checkbox').waitFor()
    },
  ],
  [
    'asset',
    async (window) => {
      await window.keyboard.press('Space')
      await window.keyboard.press('Enter')
      await window.getByRole('heading', { name: 'Digests' }).waitFor()
    },
  ],
  [
    'asset-places',
    async (window) => {
      await window.getByRole('tab', { name: 'Sources and copies' }).click()
      await window.getByText('available', { exact: true }).first().waitFor()
    },
  ],
]

const ofCart: readonly Step[] = [
  [
    'cart',
    async (window) => {
      await place(2)(window)
      await window.locator('#cart-subjects [role=row]').nth(4).waitFor()
    },
  ],
  [
    'cart-rules',
    async (window) => {
      await window.getByRole('button', { name: 'Filter', exact: true }).click()
      await window.getByRole('tab', { name: /Sex/ }).waitFor()
    },
  ],
  [
    'cart-opened',
    async (window) => {
      await shut(window)
      await window.getByRole('button', { name: 'Open…' }).click()
      await window.locator('#cart-changes [role=row]').nth(3).waitFor()
    },
  ],
]

const ofPlaces: readonly Step[] = [
  ['transfers', place(3)],
  [
    'cancel',
    async (window) => {
      await window.getByRole('button', { name: 'Cancel…' }).first().click()
      await window.getByRole('dialog').waitFor()
    },
  ],
  [
    'menu',
    async (window) => {
      await shut(window)
      await window.locator('#jobs [role=row]').nth(1).click({ button: 'right' })
      await window.getByRole('menu').waitFor()
    },
  ],
  [
    'transfer',
    async (window) => {
      await shut(window)
      await window.locator('#jobs [role=row]').first().dblclick()
      await window.locator('#transfers [role=row]').nth(9).click()
      await window.getByText('Technical details').waitFor()
    },
  ],
  [
    'transfer-parts',
    async (window) => {
      await window.locator('#transfers [role=row]').nth(3).click()
      await window.getByRole('tab', { name: 'Parts' }).click()
    },
  ],
  ['library', place(4)],
  ['schedules', place(5)],
  ['settings', place(6)],
]

const ofPlans: readonly Step[] = [
  [
    'plan',
    async (window) => {
      await open('000023')(window)
      await window.getByRole('button', { name: 'Plan', exact: true }).click()
      await window.locator('#plan-files [role=row]').nth(4).waitFor()
    },
  ],
  [
    'cart-plan',
    async (window) => {
      await shut(window)
      await place(2)(window)
      await window.getByRole('button', { name: 'Plan', exact: true }).click()
      await window.getByRole('dialog').waitFor()
    },
  ],
]

const alone = (name: string, query: string, act: Act): Journey => ({ query, steps: [[name, act]] })

const journeys: readonly Journey[] = [
  alone('first-run', 'state=empty', async () => undefined),
  { query: 'welcomed', steps: ofDandiset },
  alone('asset-offline', 'welcomed&state=asset-offline', openFile),
  alone('asset-inside', 'welcomed&state=zarr', async (window) => {
    await openFile(window)
    await window.getByRole('tab', { name: 'Inside' }).click()
    await window.locator('#inside [role=row]').nth(3).waitFor()
    await window.getByRole('checkbox', { name: 'Choose 3' }).click()
    await window.getByText('A part', { exact: true }).waitFor()
  }),
  alone('compare-same', 'welcomed&state=same', async (window) => {
    await open('000023')(window)
    await window.getByRole('tab', { name: 'Compare' }).click()
    await window.getByText('Nothing to fetch').waitFor()
  }),
  alone('dandiset-listing', 'welcomed&listing=still', open('000026')),
  alone('dandiset-disk-full', 'welcomed&state=full', open('000023')),
  alone('dandiset-key-needed', 'welcomed&state=embargoed', async (window) => {
    await window.keyboard.press('Control+k')
    await window.keyboard.insertText('DANDI:000023')
    await window.keyboard.press('Enter')
    await window.getByText('This needs an API key').waitFor()
  }),
  { query: 'welcomed&state=plan-problems', steps: ofPlans },
  alone('plan-template', 'welcomed', async (window) => {
    await open('000023')(window)
    await window.getByRole('button', { name: 'Plan', exact: true }).click()
    await window.getByRole('combobox', { name: 'Layout' }).click()
    await window.getByRole('option', { name: /Template/ }).click()
    await window
      .getByText(/sub-M001\/|M001\/no-session/)
      .first()
      .waitFor()
    await window.getByRole('textbox', { name: 'Template' }).fill('{mouse}/{name}')
  }),
  { query: 'welcomed', steps: ofCart },
  { query: 'welcomed', steps: ofPlaces },
  {
    query: 'welcomed&state=empty',
    steps: [
      ['cart-empty', place(2)],
      ['transfers-empty', place(3)],
    ],
  },
]

/** A menu floats outside of all landmarks by design. */
function rulesOf(name: string): AxeRules {
  const floats = name === 'menu' || name.startsWith('asset')
  return floats ? { but: ['region'] } : {}
}

for (const journey of journeys) lookInTurn(() => fake, journey, rulesOf)
