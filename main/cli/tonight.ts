/** `schedules show NAME --tonight`: what the next run would fetch. */
import { askText } from '../../renderer/locales/ask-text.ts'
import { momentText } from '../../renderer/locales/schedule-words.ts'
import { t } from '../../renderer/locales/t.ts'
import {
  changesText,
  dependsText,
  firstText,
  nightsText,
} from '../../renderer/locales/tonight-words.ts'
import type { Engine } from '../engine.ts'
import type { Schedule } from '../model/schedule.ts'
import type { Tonight } from '../model/tonight.ts'
import { formatBytes, sentence } from './print.ts'

export function tonightOf(engine: Engine, schedule: Schedule): Promise<Tonight> {
  const { id, isOn: _on, skipStart: _skip, pause: _pause, since: _since, ...draft } = schedule
  const asked = { lookId: 'terminal', id, draft: draft as never }
  return Promise.resolve(engine['schedules.tonight'](asked))
}

const signs = {
  add: '+',
  update: '~',
  rename: '>',
  vanish: '-',
  conflict: '!',
  problem: '✗',
  keep: ' ',
  check: ' ',
} as const

export function tonightText(tonight: Tonight, schedule: Schedule): string {
  const { timeZone } = schedule
  const { from, to, rows, totalRows, asks, failures } = tonight
  const times = [from, to].map((at) => (at === null ? '' : momentText(at, timeZone)))
  const when = times.filter((text) => text !== '').join(' – ')
  const files = rows.map(
    ({ kind, localPath, sizeBytes }) =>
      `  ${signs[kind]} ${formatBytes(sizeBytes).padStart(9)}  ${localPath}\n`,
  )
  const more = totalRows - rows.length
  const lines = [
    when,
    ...failures.map(({ dandisetId, failure }) => `✗ ${dandisetId ?? ''} ${sentence(failure)}`),
    ...asks.map((ask) => t('tonight.asks', { ask: askText(ask) })),
    changesText(tonight),
    nightsText(tonight, timeZone),
    firstText(tonight, timeZone),
    dependsText(tonight, schedule),
  ].filter((text) => text.trim() !== '')
  const rest = more > 0 ? `  ${t('tonight.more', { count: more, total: String(more) })}\n` : ''
  return `${files.join('')}${rest}${lines.map((text) => `    ${text}\n`).join('')}`
}
