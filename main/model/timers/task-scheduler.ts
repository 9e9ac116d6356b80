/** A task of the Windows Task Scheduler. */
import type { Weekday } from '../schedule.ts'
import { hasWakes, type TimerFile, type TimerPlan, type WakeRule } from './timer.ts'
import { xmlText } from './xml-text.ts'

/** A task has no more. */
export const MOST_TRIGGERS = 48

/** What was missed is made up for; the computer is not woken. Times of rules are this computer's. */
export function taskSchedulerFiles(plan: TimerPlan): readonly TimerFile[] {
  if (!hasWakes(plan.wakes)) return []
  const [program = '', ...rest] = plan.command.argv
  const triggers = [...plan.wakes.rules.flatMap(ruleTriggers), ...plan.wakes.moments.map(moment)]
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by Dandelion from its schedules, and written again when they change. -->
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>Dandelion: run what schedules are due for</Description>
  </RegistrationInfo>
  <Triggers>
${triggers.slice(0, MOST_TRIGGERS).join('')}  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <WakeToRun>false</WakeToRun>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(program)}</Command>
      <Arguments>${xmlText(rest.map(argument).join(' '))}</Arguments>
    </Exec>
  </Actions>
</Task>
`
  return [{ name: `${plan.name}.xml`, text }]
}

function ruleTriggers({ minutes, days }: WakeRule): readonly string[] {
  return minutes.map(
    (minute) => `    <CalendarTrigger>
      <StartBoundary>2000-01-01T${clock(minute)}:00</StartBoundary>
      ${daysText(days)}
    </CalendarTrigger>
`,
  )
}

const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: 'Monday',
  2: 'Tuesday',
  3: 'Wednesday',
  4: 'Thursday',
  5: 'Friday',
  6: 'Saturday',
  7: 'Sunday',
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

function daysText(days: WakeRule['days']): string {
  switch (days.kind) {
    case 'every':
      return '<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>'
    case 'weekdays': {
      const names = days.weekdays.map((day) => `<${weekdayNames[day]}/>`).join('')
      return `<ScheduleByWeek><WeeksInterval>1</WeeksInterval><DaysOfWeek>${names}</DaysOfWeek></ScheduleByWeek>`
    }
    case 'month': {
      const day = days.day === 'last' ? 'Last' : days.day
      const all = months.map((month) => `<${month}/>`).join('')
      return `<ScheduleByMonth><DaysOfMonth><Day>${day}</Day></DaysOfMonth><Months>${all}</Months></ScheduleByMonth>`
    }
    default:
      return days satisfies never
  }
}

function moment(at: number): string {
  const text = new Date(at).toISOString().slice(0, 19)
  return `    <TimeTrigger>
      <StartBoundary>${text}Z</StartBoundary>
    </TimeTrigger>
`
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

/** As programs of Windows take a command line apart: backslashes count before a quote alone. */
function argument(text: string): string {
  if (/^[^\s"]+$/.test(text)) return text
  return `"${text.replace(/(\\*)"/g, '$1$1\\"').replace(/\\+$/, '$&$&')}"`
}
