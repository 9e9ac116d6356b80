/** A service and a timer of systemd, for one person's session. */
import type { Weekday } from '../schedule.ts'
import { hasWakes, type TimerFile, type TimerPlan, type WakeRule } from './timer.ts'

const note = '# Written by Dandelion from its schedules, and written again when they change.\n'

/** None when there is nothing to wake for. */
export function systemdFiles(plan: TimerPlan): readonly TimerFile[] {
  if (!hasWakes(plan.wakes)) return []
  return [
    { name: `${plan.name}.timer`, text: timerText(plan) },
    { name: `${plan.name}.service`, text: serviceText(plan) },
  ]
}

/** Stopping it is Ctrl-C: what runs rests and keeps its parts. */
function serviceText({ command }: TimerPlan): string {
  const environment = Object.entries(command.environment)
    .map(([name, value]) => `Environment=${quoted(`${name}=${value}`)}\n`)
    .join('')
  return `${note}[Unit]
Description=Dandelion: run what schedules are due for

[Service]
Type=oneshot
${environment}ExecStart=${command.argv.map(argument).join(' ')}
SuccessExitStatus=130
TimeoutStopSec=60
Nice=5
`
}

function timerText({ wakes }: TimerPlan): string {
  const rules = wakes.rules.map((rule) => `# ${oneLine(rule.name)}\n${onCalendar(rule)}`)
  const moments = wakes.moments.map((at) => `OnCalendar=${momentText(at)}\n`)
  return `${note}[Unit]
Description=Dandelion: when schedules are due

[Timer]
${rules.join('')}${moments.join('')}AccuracySec=15s
Persistent=true

[Install]
WantedBy=timers.target
`
}

function onCalendar({ minutes, days, timeZone }: WakeRule): string {
  return minutes
    .map((minute) => `OnCalendar=${daysText(days)} ${clock(minute)}:00 ${timeZone}\n`)
    .join('')
}

const weekdayNames: Readonly<Record<Weekday, string>> = {
  1: 'Mon',
  2: 'Tue',
  3: 'Wed',
  4: 'Thu',
  5: 'Fri',
  6: 'Sat',
  7: 'Sun',
}

function daysText(days: WakeRule['days']): string {
  switch (days.kind) {
    case 'every':
      return '*-*-*'
    case 'weekdays':
      return `${days.weekdays.map((day) => weekdayNames[day]).join(',')} *-*-*`
    case 'month':
      return days.day === 'last' ? '*-*~01' : `*-*-${two(days.day)}`
    default:
      return days satisfies never
  }
}

function momentText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

function clock(minute: number): string {
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/** Percent signs are specifiers, in every line. */
function quoted(text: string): string {
  const safe = text.replace(/[\\"]/g, '\\$&').replace(/%/g, '%%').replace(/\n/g, '\\n')
  return `"${safe}"`
}

/** Of a command line, dollar signs are variables too. */
function argument(text: string): string {
  return /^[\w./:@=+,-]+$/.test(text) ? text : quoted(text.replace(/\$/g, '$$$$'))
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\\$/, '')
}
