/** `schedules timer`: the system's own timer, which runs `sync --due`. */
import { momentText } from '../../renderer/locales/schedule-words.ts'
import { t } from '../../renderer/locales/t.ts'
import type { Engine } from '../engine.ts'
import type { SystemTimerView } from '../model/timers/timer.ts'
import type { Common } from './arguments.ts'
import type { Terminal } from './download.ts'
import { exitCodes } from './exit-codes.ts'
import type { TimerAct } from './schedule-arguments.ts'

interface Asked {
  readonly args: Common
  readonly engine: Engine
  readonly terminal: Terminal
}

export async function timer({ args, engine, terminal }: Asked, act: TimerAct): Promise<number> {
  const view = await engine[`timer.${act}`](undefined)
  if (args.json) terminal.out(`${JSON.stringify({ event: 'timer', ...view })}\n`)
  else terminal.out(view === null ? `${t('timer.unknown')}\n` : viewText(view, act))
  const isFine = view !== null && !(act === 'install' && view.state === 'not-taken')
  return isFine ? exitCodes.verified : exitCodes.someFailed
}

function viewText(view: SystemTimerView, act: TimerAct): string {
  const { state, said, files, orders, nextAt } = view
  const texts = files.map(({ path, text }) => `${path}\n\n${text}\n`).join('')
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  const next =
    state !== 'on' || nextAt === null
      ? ''
      : ` ${t('timer.next', { at: momentText(nextAt, timeZone) })}`
  const why = said === null ? '' : `${t('timer.said', { said })}\n`
  const todo = state === 'not-taken' ? `${orders.map((each) => `    ${each}\n`).join('')}` : ''
  return `${act === 'show' ? texts : ''}${t(`timer.state.${state}`)}${next}\n${why}${todo}`
}
