import { formatDate } from '../../renderer/format/time.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import type { EngineState } from '../model/events.ts'
import type { Terminal } from './download.ts'
import { formatBytes } from './print.ts'

/** Says that the month's bytes are used up; what a person starts goes on. */
export function warnOfBudget(engine: Engine, { err }: Pick<Terminal, 'err'>): void {
  const { budget, settings } = engine.snapshot(undefined) as EngineState
  if (!budget.isUsedUp || settings.dataBudget === null) return
  const total = formatBytes(settings.dataBudget.bytes)
  const values = { used: formatBytes(budget.usedBytes), until: formatDate(budget.until) }
  err(`${t('budget.used-up', { total })} ${t('budget.used-up.text', values)}\n`)
}
