import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import {
  type Desktop,
  expectAccessible,
  launchDesktop,
  openText,
  picture,
  settingsFor,
} from '../support/desktop.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

/** 57,717 real files chosen from by mouse and keys, in the real program. */

let archive: Archive
let desktop: Desktop
let page: Page
const dataDir = mkdtempSync(join(tmpdir(), 'dandelion-choosing-'))

describe.runIf(hasRealData)('choosing among 57,717 files (needs ../shared/data)', () => {
  beforeAll(async () => {
    archive = await startArchive({ dataDir: realData, only: ['000026'] })
    const settings = settingsFor(archive, { destination: join(dataDir, 'files') })
    desktop = await launchDesktop(dataDir, { settings })
    page = desktop.page
    await openText(page, 'DANDI:000026/draft')
    await page.getByRole('button', { name: /^Download 57,717 files/ }).waitFor({ timeout: 180_000 })
  }, 300_000)
  afterAll(async () => {
    await desktop.kill()
    await archive.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('the tree scrolls smoothly', async () => {
    for (const folder of ['sub-I38', 'ses-SPIM', 'micr']) {
      await page.getByRole('button', { name: `Open ${folder}`, exact: true }).click()
    }
    await page.locator('#files [aria-level="4"] [role=checkbox]').first().waitFor()
    await picture(page, 'real-57717-tree')
    await scrolls('tree', '#files')
  })

  it('rows of the tree are marked by a rubber band, Ctrl and Shift, and ticked together', async () => {
    const tree = page.getByRole('treegrid', { name: 'Files of this version' })
    const row = (index: number) => page.locator(`#files [data-index="${index}"]`)
    const marked = () =>
      tree
        .locator('[aria-selected=true]')
        .evaluateAll((all) => all.map((it) => Number((it as HTMLElement).dataset.index)))
    await tree.focus()
    await page.keyboard.press('Home')
    const box = await row(4).boundingBox()
    if (!box) throw new Error('the fifth row is not in sight')
    await page.mouse.move(box.x + 700, box.y + 15)
    await page.mouse.down()
    await page.mouse.move(box.x + 760, box.y + 80, { steps: 4 })
    await page.mouse.up()
    await expect.poll(marked).toEqual([4, 5, 6])
    await row(5).click({ modifiers: ['Control'], position: { x: 700, y: 15 } })
    await expect.poll(marked).toEqual([4, 6])
    await row(8).click({ modifiers: ['Shift'], position: { x: 700, y: 15 } })
    await expect.poll(marked).toEqual([5, 6, 7, 8])
    const boxes = () =>
      tree
        .locator('[data-index] [role=checkbox]')
        .evaluateAll((all) => all.slice(4, 9).map((it) => it.getAttribute('aria-checked')))
    await page.keyboard.press('Space')
    await expect.poll(boxes).toEqual(['true', 'false', 'false', 'false', 'false'])
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: /^Download 57,717 files/ }).waitFor()
  })

  it('the table scrolls smoothly from its first row to its last', async () => {
    await page.getByRole('button', { name: 'Table', exact: true }).click()
    const table = page.getByRole('grid', { name: 'Files of this version' })
    await page.locator('#file-table [role=checkbox]').nth(9).waitFor()
    expect(await table.getAttribute('aria-rowcount')).toBe('57718')
    await picture(page, 'real-57717-table')
    await scrolls('table', '#file-table')
    await table.focus()
    await page.keyboard.press('End')
    await page.locator('#file-table [aria-rowindex="57718"] [role=checkbox]').waitFor()
    expect(await table.getByRole('row').count()).toBeLessThan(80)
    await expectAccessible(page)
  })

  it('all of them are marked by Ctrl+A and left out by Space, as a rule', async () => {
    const table = page.getByRole('grid', { name: 'Files of this version' })
    await table.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.press('Space')
    await page.getByText('Nothing chosen').waitFor()
    await page.getByRole('button', { name: 'Chosen: Nothing' }).waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('Space')
    await page.getByRole('button', { name: /^Download 3 files/ }).waitFor()
    await page.getByRole('button', { name: 'Chosen: 3 picked by hand' }).waitFor()
  })

  it('a rubber band marks the rows it covers and scrolls on at the edge', async () => {
    await page.keyboard.press('Escape')
    const first = await page.locator('#file-table [data-index="4"]').boundingBox()
    if (!first) throw new Error('the fifth row is not in sight')
    await page.mouse.move(first.x + 700, first.y + 15)
    await page.mouse.down()
    await page.mouse.move(first.x + 760, first.y + 2000, { steps: 4 })
    await page.locator('#file-table [data-index="60"]').waitFor()
    await page.mouse.up()
    const marked = page.locator('#file-table [aria-selected=true]')
    await expect.poll(() => marked.count()).toBeGreaterThan(5)
    await page.locator('#file-table').evaluate((it) => it.scrollTo({ top: 0 }))
    await page.locator('#file-table [data-index="4"][aria-selected=true]').waitFor()
    expect(await page.locator('#file-table [data-index="3"][aria-selected=true]').count()).toBe(0)
  })

  it('subjects and the matrix show the same files', async () => {
    await page.getByRole('button', { name: 'Choose', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Choose all that match' }).click()
    await page.getByRole('tab', { name: 'Subjects', exact: true }).click()
    await page.locator('#subject-table [role=checkbox]').nth(3).waitFor()
    await picture(page, 'real-57717-subjects')
    await expectAccessible(page)
    await page.getByRole('tab', { name: 'Matrix', exact: true }).click()
    await page.locator('#matrix [role=gridcell][data-state]').nth(3).waitFor()
    await picture(page, 'real-57717-matrix')
    await expectAccessible(page)
  })
})

interface Scrolled {
  readonly fps: number
  readonly slowestMs: number
  readonly rows: number
}

/** Grossly worse than what a person sees as smooth, on any machine. */
const gross = { fps: 8, threadMs: 90 }

/**
 * Prints how many frames a second there are while a list scrolls by 50 px a frame, and what a frame
 * costs the window's thread, which other programs on the machine do not change.
 */
async function scrolls(name: string, list: string): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const threadMs = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    return (metrics.find((it) => it.name === 'ThreadTime')?.value ?? Number.NaN) * 1000
  }
  const before = await threadMs()
  const { fps, slowestMs, rows } = await page.locator(list).evaluate(scrollOn, frames)
  const perFrame = ((await threadMs()) - before) / frames
  await session.detach()
  console.info(
    `scrolling the ${name}: ${fps.toFixed(1)} fps over ${rows} rows, slowest frame ` +
      `${slowestMs.toFixed(0)} ms; the window's thread works ${perFrame.toFixed(1)} ms a frame`,
  )
  expect(fps).toBeGreaterThan(gross.fps)
  expect(perFrame).toBeLessThan(gross.threadMs)
  expect(rows).toBeGreaterThan(400)
}

const frames = 300

function scrollOn(scroller: Element, frames: number): Promise<Scrolled> {
  const step = 50
  return new Promise((resolve) => {
    const times: number[] = []
    const next = (now: number) => {
      times.push(now)
      scroller.scrollTop += step
      if (times.length <= frames) return requestAnimationFrame(next)
      const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time))
      const span = (times.at(-1) ?? 0) - (times[0] ?? 0)
      const rows = Math.round(scroller.scrollTop / 30)
      return resolve({ fps: (gaps.length * 1000) / span, slowestMs: Math.max(...gaps), rows })
    }
    requestAnimationFrame(next)
  })
}
