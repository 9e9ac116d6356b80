/** What a schedule does now, in words, for window and terminal alike. */
import type { ScheduleState } from '../../main/model/schedule.ts'
import { failureLine } from './failure-text.ts'
import { clockAt, momentText } from './schedule-words.ts'
import { t } from './t.ts'

/** What a schedule does now, with its reason. */
export function stateText(state: ScheduleState, timeZone: string): string {
  switch (state.kind) {
    case 'off':
    case 'never':
      return t(`schedule.state.${state.kind}`)
    case 'next':
      return t('schedule.state.next', { at: momentText(state.at, timeZone) })
    case 'running':
    case 'paused':
      return state.until === null
        ? t(`schedule.state.${state.kind}`)
        : t(`schedule.state.${state.kind}-until`, { until: momentText(state.until, timeZone) })
    case 'retrying': {
      const at = clockAt(state.at, timeZone)
      return t('schedule.state.retrying', { at, why: failureLine(state.failure) })
    }
    case 'waiting':
      return state.reason === 'window' && state.until !== null
        ? t('schedule.state.waiting.window-until', { until: momentText(state.until, timeZone) })
        : t(`schedule.state.waiting.${state.reason}`)
    default:
      return state satisfies never
  }
}
