import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import { afterAll, beforeAll, it } from 'vitest'
import {
  type AxeRules,
  type Desktop,
  expectAccessible,
  launchDesktop,
  picture,
} from '../support/desktop.ts'
import { serveWindow } from '../support/window-server.ts'

/** Every screen and state, with a bridge that can be in any of them. */

let server: Awaited<ReturnType<typeof serveWindow>>
let desktop: Desktop
let page: Page
const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-looks-'))

beforeAll(async () => {
  server = await serveWindow()
  desktop = await launchDesktop(dataDir)
  page = await secondWindow(desktop.app)
})
afterAll(async () => {
  await desktop.kill()
  await server.close()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A window without the real bridge. */
async function secondWindow(app: ElectronApplication): Promise<Page> {
  const [made] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ BrowserWindow }, url) => {
      for (const first of BrowserWindow.getAllWindows()) first.hide()
      void new BrowserWindow({ useContentSize: true }).loadURL(url)
    }, server.url),
  ])
  made.setDefaultTimeout(45_000)
  await made.getByRole('navigation').waitFor()
  return made
}

type Act = (window: Page) => Promise<unknown>

const open =
  (id: string): Act =>
  async (window) => {
    await window.keyboard.press('Control+k')
    await window.keyboard.type(`DANDI:${id}`)
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
  ['discover', 'welcomed', (window) => window.getByRole('option').nth(2).click()],
  ['first-run', 'state=empty', none],
  ['discover-loading', 'welcomed&state=slow', none],
  ['discover-archive-down', 'welcomed&state=offline', none],
  [
    'discover-nothing',
    'welcomed',
    async (window) => {
      await window.keyboard.press('Control+k')
      await window.keyboard.type('no such words')
      await window.getByText('Nothing matches').waitFor()
    },
  ],
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
  ['asset-offline', 'welcomed&state=asset-offline', openFile],
  [
    'asset-places',
    'welcomed',
    async (window) => {
      await openFile(window)
      await window.getByRole('tab', { name: 'Sources and copies' }).click()
      await window.getByText('available', { exact: true }).first().waitFor()
    },
  ],
  ['dandiset-listing', 'welcomed&listing=still', open('000026')],
  [
    'dandiset-filter',
    'welcomed',
    async (window) => {
      await open('000026')(window)
      await window
        .getByRole('combobox', { name: /Subject/ })
        .or(window.getByRole('button', { name: /Subject/ }))
        .first()
        .click()
      await window.keyboard.type('M01')
      await window.getByRole('option').first().waitFor()
    },
  ],
  ['dandiset-disk-full', 'welcomed&state=full', open('000023')],
  [
    'dandiset-key-needed',
    'welcomed&state=embargoed',
    async (window) => {
      await window.keyboard.press('Control+k')
      await window.keyboard.type('DANDI:000023')
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
      await window.getByText(/sub-M001\/|M001\/no-session/).first().waitFor()
      await window.getByRole('textbox', { name: 'Template' }).fill('{mouse}/{name}')
    },
  ],
  ['transfers', 'welcomed', place(2)],
  ['transfers-empty', 'welcomed&state=empty', place(2)],
  [
    'transfer',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.locator('#jobs [role=row]').first().dblclick()
      await window.locator('#transfers [role=row]').nth(9).click()
      await window.getByText('Technical details').waitFor()
    },
  ],
  [
    'transfer-parts',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.locator('#jobs [role=row]').first().dblclick()
      await window.locator('#transfers [role=row]').nth(3).click()
      await window.getByRole('tab', { name: 'Parts' }).click()
    },
  ],
  [
    'cancel',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.getByRole('button', { name: 'Cancel…' }).first().click()
      await window.getByRole('dialog').waitFor()
    },
  ],
  [
    'menu',
    'welcomed',
    async (window) => {
      await place(2)(window)
      await window.locator('#jobs [role=row]').nth(1).click({ button: 'right' })
      await window.getByRole('menu').waitFor()
    },
  ],
  ['library', 'welcomed', place(3)],
  ['schedules', 'welcomed', place(4)],
  ['settings', 'welcomed', place(5)],
]

const sizes = [
  ['', 1280, 800],
  ['-small', 1000, 640],
] as const

async function visit(address: string): Promise<void> {
  await page.evaluate(() => {
    sessionStorage.clear()
    localStorage.clear()
  })
  await resize(1280, 800)
  await page.goto(address)
  await page.getByRole('navigation').waitFor()
  await page.evaluate(() => document.fonts.ready.then(() => undefined))
}

async function resize(width: number, height: number): Promise<void> {
  await desktop.app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const [shown] = BrowserWindow.getAllWindows().filter((it) => it.isVisible())
      shown?.setContentSize(w, h)
    },
    [width, height] as const,
  )
  await page.waitForFunction((w) => innerWidth === w, width)
  await page.waitForTimeout(200)
}

it.each(states)('%s is clean and has its pictures', async (name, query, act) => {
  await visit(`${server.url}?${query}`)
  await act(page)
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate(
      (appearance) => window.bridge.request('settings.change', { appearance }),
      theme,
    )
    await page.waitForFunction((it) => document.documentElement.dataset.theme === it, theme)
    for (const [suffix, width, height] of sizes) {
      await resize(width, height)
      await picture(page, `${name}-${theme}${suffix}`)
    }
    await expectAccessible(page, rulesOf(name, theme))
  }
})

/** Dark differs in colours alone. Menus and hints float outside of all landmarks by design. */
function rulesOf(name: string, theme: 'light' | 'dark'): AxeRules {
  if (theme === 'dark') return { only: ['color-contrast'] }
  return name === 'menu' || name.startsWith('asset') ? { but: ['region'] } : {}
}
