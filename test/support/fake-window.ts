import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import type { AxeRules } from './axe.ts'
import { expectAccessible, launchDesktop, picture } from './desktop.ts'
import { serveWindow } from './window-server.ts'

/** A window whose bridge has no engine behind it, so that it can be in any state. */
export interface FakeWindow {
  readonly page: Page
  /** Begins anew in the state that the query of the address asks for. */
  readonly visit: (query: string) => Promise<void>
  readonly resize: (width: number, height: number) => Promise<void>
  /** Pictures in both themes and two sizes; clean to axe. */
  readonly look: (name: string, rules?: AxeRules) => Promise<void>
  readonly close: () => Promise<void>
}

const sizes = [
  ['', 1280, 800],
  ['-small', 960, 640],
] as const

export async function openFakeWindow(): Promise<FakeWindow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-looks-'))
  const server = await serveWindow()
  const desktop = await launchDesktop(dataDir)
  const { app } = desktop
  const page = await secondWindow(app, server.url)
  const resize = (width: number, height: number) => resized(app, page, [width, height])
  return {
    page,
    resize,
    async visit(query) {
      await page.evaluate(() => {
        sessionStorage.clear()
        localStorage.clear()
      })
      await resize(1280, 800)
      await page.goto(`${server.url}?${query}`)
      await page.getByRole('navigation').waitFor()
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
    },
    async look(name, rules = {}) {
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
        // Dark differs in colours alone.
        await expectAccessible(page, theme === 'dark' ? { only: ['color-contrast'] } : rules)
      }
      await resize(1280, 800)
    },
    async close() {
      await desktop.kill()
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A window without the real bridge. */
async function secondWindow(app: ElectronApplication, address: string): Promise<Page> {
  const [made] = await Promise.all([
    app.waitForEvent('window'),
    app.evaluate(({ BrowserWindow }, url) => {
      for (const first of BrowserWindow.getAllWindows()) first.hide()
      void new BrowserWindow({ useContentSize: true }).loadURL(url)
    }, address),
  ])
  made.setDefaultTimeout(45_000)
  await made.getByRole('navigation').waitFor()
  return made
}

async function resized(
  app: ElectronApplication,
  page: Page,
  size: readonly [width: number, height: number],
): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [width, height]) => {
    const [shown] = BrowserWindow.getAllWindows().filter((it) => it.isVisible())
    shown?.setContentSize(width, height)
  }, size)
  await page.waitForFunction((width) => innerWidth === width, size[0])
  await page.waitForTimeout(200)
}
