/** A launch agent of macOS. */
import { hasWakes, type TimerFile, type TimerPlan, type WakeRule } from './timer.ts'
import { wallOf } from './wall.ts'
import { xmlText } from './xml-text.ts'

export function launchdLabel({ name }: Pick<TimerPlan, 'name'>): string {
  return `io.github.${name.replace('-', '.')}`
}

/** What was missed while the computer was off is made up for at the next login. */
export function launchdFiles(plan: TimerPlan): readonly TimerFile[] {
  if (!hasWakes(plan.wakes)) return []
  const { argv, environment } = plan.command
  const variables = Object.entries(environment).flatMap(([name, value]) => [
    `    <key>${xmlText(name)}</key>`,
    `    <string>${xmlText(value)}</string>`,
  ])
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- Written by Dandelion from its schedules, and written again when they change. -->
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>${xmlText(launchdLabel(plan))}</string>
  <key>ProgramArguments</key>
  <array>
${argv.map((each) => `    <string>${xmlText(each)}</string>`).join('\n')}
  </array>
  <key>EnvironmentVariables</key>
  <dict>
${variables.map((line) => `${line}\n`).join('')}  </dict>
  <key>StartCalendarInterval</key>
  <array>
${timesOf(plan).map(intervalText).join('')}  </array>
  <key>RunAtLoad</key>
  <true/>
  <key>ProcessType</key>
  <string>Background</string>
</dict>
</plist>
`
  return [{ name: `${launchdLabel(plan)}.plist`, text }]
}

type Interval = readonly (readonly [key: string, value: number])[]

function timesOf({ wakes, timeZone }: TimerPlan): readonly Interval[] {
  const moments = wakes.moments.map((at): Interval => {
    const { month, day, hour, minute } = wallOf(at, timeZone)
    return [['Month', month], ['Day', day], ...clock(hour * 60 + minute)]
  })
  return [...wakes.rules.flatMap(ruleTimes), ...moments]
}

function ruleTimes({ minutes, days }: WakeRule): readonly Interval[] {
  return minutes.flatMap((minute): readonly Interval[] => {
    switch (days.kind) {
      case 'every':
        return [clock(minute)]
      case 'weekdays':
        return days.weekdays.map((day) => [['Weekday', day], ...clock(minute)])
      case 'month':
        return days.day === 'last' ? [] : [[['Day', days.day], ...clock(minute)]]
      default:
        return days satisfies never
    }
  })
}

function clock(minute: number): Interval {
  return [
    ['Hour', Math.floor(minute / 60)],
    ['Minute', minute % 60],
  ]
}

function intervalText(interval: Interval): string {
  const keys = interval.map(([key, value]) => `<key>${key}</key><integer>${value}</integer>`)
  return `    <dict>${keys.join('')}</dict>\n`
}
