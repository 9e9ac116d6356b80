import type { Page } from 'playwright'
import { it } from 'vitest'
import type { AxeRules } from './axe.ts'
import type { FakeWindow } from './fake-window.ts'

/** What leads to a state from the one before it. */
export type Step = readonly [name: string, act: (page: Page) => Promise<unknown>]

export interface Journey {
  /** The state that the first step begins in. */
  readonly query: string
  readonly steps: readonly Step[]
}

/** A test for each state; one that is tried again, or follows a failed one, is reached anew. */
export function lookInTurn(
  fake: () => FakeWindow,
  { query, steps }: Journey,
  rulesOf: (name: string) => AxeRules = () => ({}),
): void {
  let seen = -1
  const numbered = steps.map(([name], index) => ({ name, index }))
  it.each(numbered)('$name is clean and has its pictures', async ({ name, index }) => {
    const { page, visit, look } = fake()
    const from = seen === index - 1 ? index : 0
    seen = -1
    if (from === 0) await visit(query)
    else await page.mouse.move(0, 0)
    for (const [, act] of steps.slice(from, index + 1)) await act(page)
    await look(name, rulesOf(name))
    seen = index
  })
}
