import { expect, test } from 'vitest'
import { warnOfBudget } from '../../main/cli/warn-of-budget.ts'
import type { Engine } from '../../main/engine.ts'
import { defaultSettings, type Settings } from '../../main/model/settings.ts'

function warned(isUsedUp: boolean, dataBudget: Settings['dataBudget']): string {
  const said: string[] = []
  const until = new Date(2026, 11, 1).getTime()
  const budget = { usedBytes: 512e9, from: 0, until, isUsedUp }
  const settings = { ...defaultSettings('/data'), dataBudget }
  const engine = { snapshot: () => ({ budget, settings }) } as unknown as Engine
  warnOfBudget(engine, { err: (text) => said.push(text) })
  return said.join('')
}

test('the terminal warns of a budget that is used up, and goes on', () => {
  const dataBudget = { bytes: 500e9, fromDay: 1 }
  expect(warned(true, dataBudget)).toBe(
    'This month’s 500 GB are used up. 512 GB came over the line. Schedules wait until 2026-12-01; what you start yourself goes on.\n',
  )
  expect(warned(false, dataBudget)).toBe('')
  expect(warned(false, null)).toBe('')
})
