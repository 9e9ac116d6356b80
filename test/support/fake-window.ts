import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright'
import type { AxeRules } from './axe.ts'
import { expectAccessible, launchElectron, picture } from './desktop.ts'
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

type Size = { readonly width: number; readonly height: number }

const large: Size = { width: 1280, height: 800 }
const small: Size = { width: 960, height: 640 }

const looks = [
  ['light', '', large],
  ['dark', '', large],
  ['dark', '-small', small],
  ['light', '-small', small],
] as const

/** The window alone: no engine, no first window. */
const bareApp = fileURLToPath(new URL('bare-app', import.meta.url))

/** Each look leaves much behind that is gone with the next; room for it is cheaper than collecting. */
const roomy = '--js-flags=--min-semi-space-size=64'

export async function openFakeWindow(): Promise<FakeWindow> {
  const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-looks-'))
  const server = await serveWindow()
  const { page, kill } = await launchElectron({
    args: [bareApp, `--user-data-dir=${dataDir}`, roomy, server.url],
  })
  const resize = (width: number, height: number) => resized(page, { width, height })
  return {
    page,
    resize,
    async visit(query) {
      await page.evaluate(() => {
        sessionStorage.clear()
        localStorage.clear()
      })
      await page.setViewportSize(large)
      await page.goto(`${server.url}?${query}`)
      await page.getByRole('navigation').waitFor()
      await page.evaluate(() => document.fonts.ready.then(() => undefined))
      // Listeners for keys come a frame after what is seen.
      await page.evaluate(untilStill)
    },
    async look(name, rules = {}) {
      // In this order a theme and a size change twice, not four times.
      for (const [theme, suffix, size] of looks) {
        await wear(page, theme)
        await resized(page, size)
        await picture(page, `${name}-${theme}${suffix}`)
        // Dark differs in colours alone.
        if (theme === 'light') await expectAccessible(page, rules)
        else if (size === small) await expectAccessible(page, { only: ['color-contrast'] })
      }
      await resized(page, large)
    },
    async close() {
      await kill()
      await server.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function wear(page: Page, theme: 'light' | 'dark'): Promise<void> {
  await page.evaluate(
    (appearance) => window.bridge.request('settings.change', { appearance }),
    theme,
  )
  await page.waitForFunction((it) => document.documentElement.dataset.theme === it, theme)
}

async function resized(page: Page, size: Size): Promise<void> {
  await page.setViewportSize(size)
  await page.evaluate(untilStill)
}

/** Resolves when two frames brought no change: what a size moves, moves in the frames after it. */
function untilStill(): Promise<void> {
  return new Promise((resolve) => {
    let still = 0
    let frames = 0
    const watch = new MutationObserver(() => {
      still = 0
    })
    watch.observe(document, { subtree: true, childList: true, attributes: true })
    const look = () => {
      still += 1
      frames += 1
      if (still < 3 && frames < 60) return requestAnimationFrame(look)
      watch.disconnect()
      return resolve()
    }
    requestAnimationFrame(look)
  })
}
