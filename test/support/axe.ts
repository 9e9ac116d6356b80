import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright'

export interface AxeRules {
  readonly only?: readonly string[]
  readonly but?: readonly string[]
}

interface Axe {
  run(context: Document, options: object): Promise<{ readonly violations: readonly Violation[] }>
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

declare global {
  interface Window {
    axe?: Axe
  }
}

/** The axe that the Playwright package brings. */
const require = createRequire(import.meta.url)
const { resolve } = createRequire(require.resolve('@axe-core/playwright'))
const source = readFileSync(resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds wrong in the page as it is now, each with the markup it is about. Of what passes
 * nothing is described: that takes several times as long as to check it.
 */
export async function violations(page: Page, rules: AxeRules): Promise<readonly string[]> {
  await page.evaluate(untilAtRest)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  return page.evaluate(
    async (options) => {
      const found = (await window.axe?.run(document, options))?.violations
      if (!found) throw new Error('axe is not there')
      return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    },
    {
      resultTypes: ['violations'],
      selectors: false,
      ...(rules.only && { runOnly: { type: 'rule', values: rules.only } }),
      rules: Object.fromEntries((rules.but ?? []).map((id) => [id, { enabled: false }])),
    },
  )
}

/** Resolves when what fades in or out has done so: a popup that is on its way out is no finding. */
async function untilAtRest(): Promise<void> {
  const ends = document
    .getAnimations()
    .filter((it) => it.playState === 'running' && it.effect?.getTiming().iterations === 1)
  await Promise.allSettled(ends.map((it) => it.finished))
  for (let frame = 0; frame < 120 && document.querySelector('[data-ending-style]'); frame++)
    await new Promise(requestAnimationFrame)
}
