import {
  CalendarX,
  History,
  Pause,
  Pencil,
  Play,
  SkipForward,
  Telescope,
  Trash2,
} from 'lucide-react'
import type { ScheduleView } from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import { order } from '../../store/queries.ts'
import { editSchedule } from '../../store/schedules.ts'
import type { MenuEntry } from '../../ui/menu.tsx'

interface ScheduleMenu {
  readonly view: ScheduleView
  readonly onHistory: () => void
  readonly onTonight: () => void
  readonly onRemove: () => void
}

/** What can be done with a schedule. */
export function scheduleMenu({
  view,
  onHistory,
  onTonight,
  onRemove,
}: ScheduleMenu): readonly MenuEntry[] {
  const { schedule, state } = view
  return [
    {
      label: t('schedules.run-now'),
      icon: Play,
      disabled: state.kind === 'running',
      act: () => runNow(view),
    },
    skipEntry(view),
    ...pauseEntries(view),
    {
      label: t('schedules.edit'),
      icon: Pencil,
      apart: true,
      act: () => editSchedule(schedule),
    },
    { label: t('tonight.title'), icon: Telescope, act: onTonight },
    { label: t('schedules.history'), icon: History, act: onHistory },
    { label: t('schedules.remove'), icon: Trash2, apart: true, danger: true, act: onRemove },
  ]
}

export function runNow({ schedule: { id } }: ScheduleView): void {
  void order('schedules.run-now', { id })
}

function skipEntry({ schedule, next }: ScheduleView): MenuEntry {
  const isSkipped = schedule.skipStart !== null
  return {
    label: t(isSkipped ? 'schedules.skip-not' : 'schedules.skip-next'),
    icon: isSkipped ? CalendarX : SkipForward,
    disabled: !isSkipped && next.length === 0,
    act: () => void order('schedules.skip-next', { id: schedule.id, isSkipped: !isSkipped }),
  }
}

function pauseEntries({ schedule: { id, isOn, pause } }: ScheduleView): readonly MenuEntry[] {
  if (pause) {
    const end = () => void order('schedules.pause', { id, pause: { kind: 'none' } })
    return [{ label: t('schedules.pause.end'), icon: Play, apart: true, act: end }]
  }
  const wishes = [
    ['half-hour', { kind: 'minutes', minutes: 30 }],
    ['tomorrow', { kind: 'tomorrow' }],
    ['until-told', { kind: 'until-told' }],
  ] as const
  return wishes.map(([name, wish], index) => ({
    label: t(`schedules.pause.${name}`),
    ...(index === 0 && { icon: Pause, apart: true }),
    disabled: !isOn,
    act: () => void order('schedules.pause', { id, pause: wish }),
  }))
}
