import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { programOf } from '../../main/engine/overnight/timer-port.ts'
import type { Schedule } from '../../main/model/schedule.ts'
import { launchdFiles } from '../../main/model/timers/launchd.ts'
import { ordersOf } from '../../main/model/timers/orders.ts'
import { systemdFiles } from '../../main/model/timers/systemd.ts'
import { taskSchedulerFiles } from '../../main/model/timers/task-scheduler.ts'
import type { TimerFile, TimerPlan } from '../../main/model/timers/timer.ts'
import { nextOccurrence } from '../../main/schedule/occurrences.ts'
import { nextLook, wakesOf } from '../../main/schedule/wakes.ts'
import { scheduleOf } from '../support/scheduled-world.ts'
import { tempFolder } from '../support/temp-folder.ts'

const hasSystemd = answers('systemd-analyze', '--version')
const plan: TimerPlan = {
  name: 'dandelion-sync',
  timeZone: 'Europe/Berlin',
  wakes: {
    rules: [
      { name: 'a\nb', minutes: [0, 1320], days: { kind: 'every' }, timeZone: 'Europe/Berlin' },
      {
        name: 'weekends',
        minutes: [570],
        days: { kind: 'weekdays', weekdays: [6, 7] },
        timeZone: 'Europe/Berlin',
      },
      { name: 'first', minutes: [60], days: { kind: 'month', day: 1 }, timeZone: 'Europe/Berlin' },
    ],
    moments: [Date.parse('2027-03-28T01:00:00Z')],
  },
  command: {
    argv: ['/bin/true', 'sync', '--due', '--data-dir', '/home/a b/50% $HOME "x" \\'],
    environment: { BINDING: '/opt/a b/100%' },
  },
}

function answers(program: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const byName = (files: readonly TimerFile[]) =>
  Object.fromEntries(files.map(({ name, text }) => [name, text]))

describe('a timer of systemd', () => {
  it('names each start in its time zone, and runs what is due', () => {
    expect(byName(systemdFiles(plan))).toEqual({
      'dandelion-sync.timer': `# Written by Dandelion from its schedules, and written again when they change.
[Unit]
Description=Dandelion: when schedules are due

[Timer]
# a b
OnCalendar=*-*-* 00:00:00 Europe/Berlin
OnCalendar=*-*-* 22:00:00 Europe/Berlin
# weekends
OnCalendar=Sat,Sun *-*-* 09:30:00 Europe/Berlin
# first
OnCalendar=*-*-01 01:00:00 Europe/Berlin
OnCalendar=2027-03-28 01:00:00 UTC
AccuracySec=15s
Persistent=true

[Install]
WantedBy=timers.target
`,
      'dandelion-sync.service': `# Written by Dandelion from its schedules, and written again when they change.
[Unit]
Description=Dandelion: run what schedules are due for

[Service]
Type=oneshot
Environment="BINDING=/opt/a b/100%%"
ExecStart=/bin/true sync --due --data-dir "/home/a b/50%% $$HOME \\"x\\" \\\\"
SuccessExitStatus=130
TimeoutStopSec=60
Nice=5
`,
    })
  })

  it.runIf(hasSystemd)('is one that systemd itself finds nothing wrong with', () => {
    const folder = tempFolder()
    const paths = systemdFiles(plan).map(({ name, text }) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    })
    const runtime = join(folder, 'run')
    mkdirSync(runtime, { mode: 0o700 })
    const env = { ...process.env, XDG_RUNTIME_DIR: runtime, HOME: folder }
    // What it says of other units of this machine is none of ours.
    const said = execFileSync(
      'sh',
      ['-c', 'systemd-analyze --user --man=no verify "$@" 2>&1 || echo failed', 'sh', ...paths],
      { env, encoding: 'utf8' },
    )
    expect(said.split('\n').filter((line) => /dandelion|failed/.test(line))).toEqual([])
  })

  it('is nothing when no schedule is on', () => {
    const none = { ...plan, wakes: { rules: [], moments: [] } }
    expect([systemdFiles(none), launchdFiles(none), taskSchedulerFiles(none)]).toEqual([[], [], []])
  })
})

const from = Date.parse('2026-11-22T12:00:00Z')
/** Before the clocks change, wherever they do. */
const spring = Date.parse('2027-03-08T12:00:00Z')
const autumn = Date.parse('2027-09-25T12:00:00Z')
const DAYS = 60
/** Without rules for new dandisets and runs that wait. */
const alone = { unfinished: new Set<string>(), looks: { names: [], timeZone: 'Europe/Berlin' } }
const night = { startMinute: 22 * 60, endMinute: 6 * 60 }
const samples: readonly (readonly [string, Partial<Schedule>])[] = [
  ['left out in spring', { timeZone: 'Europe/Berlin', when: { kind: 'daily', atMinute: 150 } }],
  ['left out at midnight', { timeZone: 'Africa/Cairo', when: { kind: 'daily', atMinute: 0 } }],
  ['half an hour', { timeZone: 'Australia/Lord_Howe', when: { kind: 'daily', atMinute: 135 } }],
  ['six hours', { timeZone: 'America/New_York', when: { kind: 'hours', atMinute: 90, hours: 6 } }],
  ['hours of a night', { window: night, when: { kind: 'hours', atMinute: 0, hours: 4 } }],
  ['last days', { timeZone: 'Asia/Kolkata', when: { kind: 'monthly', atMinute: 0, day: 'last' } }],
  ['weekdays', { timeZone: 'America/Sao_Paulo', when: weekly(1320, [1, 2, 5]) }],
  ['after midnight', { window: night, when: weekly(60, [1, 2, 7]) }],
]

function weekly(atMinute: number, days: readonly (1 | 2 | 5 | 7)[]): Schedule['when'] {
  return { kind: 'weekly', atMinute, days }
}

describe.runIf(hasSystemd)('systemd wakes at each start and at no other time', () => {
  it.each(samples)('%s', (name, patch) => {
    const schedule = scheduleOf(name, 0, { window: null, ...patch })
    for (const now of [spring, autumn]) {
      const all = { ...alone, schedules: [schedule], now, most: 200 }
      const wakes = wakesOf({ ...all, canSay: () => true })
      const text = byName(systemdFiles({ ...plan, wakes }))['dandelion-sync.timer'] ?? ''
      const lines = [...text.matchAll(/^OnCalendar=(.*)$/gm)].map(([, line = '']) => line)
      const until = now + DAYS * 86_400_000
      const wanted = startsUntil(schedule, now, until)
      const told = lines.flatMap((line) => elapses(line, now, wanted.length + 1))
      const once = [...new Set(told)].filter((at) => at <= until)
      expect(wanted.length).toBeGreaterThan(1)
      expect(once.sort((a, b) => a - b).map(iso)).toEqual(wanted.map(iso))
    }
  })
})

function startsUntil(schedule: Schedule, from: number, until: number): readonly number[] {
  const starts: number[] = []
  for (let at = from; ; ) {
    const next = nextOccurrence(schedule, at)
    if (next === null || next.start > until) return starts
    starts.push(next.start)
    at = next.start
  }
}

/** The next times of a line, at most one a day of those looked at. */
function elapses(line: string, now: number, most: number): readonly number[] {
  const base = ['--base-time', iso(now).slice(0, 19).replace('T', ' ').concat(' UTC')]
  const args = ['calendar', ...base, `--iterations=${Math.min(DAYS + 1, most)}`, line]
  const env = { ...process.env, TZ: 'UTC' }
  const said = execFileSync('systemd-analyze', args, { env, encoding: 'utf8' })
  const times = said.matchAll(/(?:Next elapse|Iter\. #\d+): \w{3} (\S+ \S+) UTC/g)
  return [...times].map(([, time = '']) => Date.parse(`${time.replace(' ', 'T')}Z`))
}

const iso = (at: number) => new Date(at).toISOString()

describe('where the system cannot say a rule', () => {
  it.each(samples)('the next starts are told one by one: %s', (name, patch) => {
    const schedule = scheduleOf(name, 0, { window: null, ...patch })
    const all = { ...alone, schedules: [schedule], now: spring, most: 5 }
    const { rules, moments } = wakesOf({ ...all, canSay: () => false })
    const last = moments.at(-1) ?? 0
    expect(rules).toEqual([])
    expect(moments).toHaveLength(5)
    expect(moments.map(iso)).toEqual(startsUntil(schedule, spring, last).map(iso))
  })
})

describe('wakes', () => {
  const known = { ...alone, now: from, canSay: () => true, most: 48 }
  const wakes = (schedules: readonly Schedule[], unfinished: readonly string[] = []) =>
    wakesOf({ ...known, schedules, unfinished: new Set(unfinished) })
  const daily = { kind: 'daily', atMinute: 1320 } as const

  it('are none for schedules that are off, or paused until a person says so', () => {
    const off = scheduleOf('off', 0, { isOn: false })
    const paused = scheduleOf('paused', 0, { pause: { until: null } })
    expect(wakes([off, paused])).toEqual({ rules: [], moments: [] })
  })

  it('come once a day for rules, also where the times of schedules do not fit', () => {
    const looks = { names: ['Mice', 'Rats'], timeZone: 'Europe/Berlin' }
    const rule = {
      ...{ minutes: [360], days: { kind: 'every' as const } },
      ...{ timeZone: 'Europe/Berlin', name: 'Mice, Rats' },
    }
    const all = { ...known, schedules: [], looks }
    expect(wakesOf(all)).toEqual({ rules: [rule], moments: [] })
    expect(nextLook(all)).toBe(Date.parse('2026-11-23T05:00:00Z'))
    const hourly = { when: { kind: 'hours', atMinute: 0, hours: 1 } as const, window: null }
    const many = wakesOf({ ...all, schedules: [scheduleOf('a', 0, hourly)], most: 3 })
    expect([many.rules, many.moments.length]).toEqual([[rule], 2])
    expect(nextLook({ ...all, looks: { ...looks, names: [] } })).toBe(null)
  })

  it('come at the end of a pause', () => {
    const until = from + 1000
    const paused = scheduleOf('paused', 0, { pause: { until } })
    expect(wakes([paused])).toEqual({ rules: [], moments: [until] })
  })

  it('come when the window opens for a run that rests, unless a start is there anyway', () => {
    const monthly = { kind: 'monthly', atMinute: 1320, day: 1 } as const
    const first = scheduleOf('monthly', 0, { when: monthly, window: night })
    expect(wakes([first]).moments).toEqual([])
    expect(wakes([first], ['monthly']).moments.map(iso)).toEqual(['2026-11-22T22:00:00.000Z'])
    const nightly = scheduleOf('nightly', 0, { when: daily, window: night })
    expect(wakes([nightly], ['nightly']).moments).toEqual([])
  })

  it('come in an hour for a run that could move now, or when its window opens next', () => {
    const any = scheduleOf('any', 0, { when: daily, window: null })
    expect(wakes([any], ['any']).moments.map(iso)).toEqual(['2026-11-22T13:00:00.000Z'])
    const noon = { startMinute: 11 * 60, endMinute: 12 * 60 + 30 }
    const short = scheduleOf('short', 0, { when: weekly(11 * 60, [7]), window: noon })
    expect(wakes([short], ['short']).moments.map(iso)).toEqual(['2026-11-29T11:00:00.000Z'])
  })

  it('of cron text are told one by one', () => {
    const cron = scheduleOf('cron', 0, { window: null, when: { kind: 'cron', text: '5 4 * * 1' } })
    const { rules, moments } = wakes([cron])
    expect(rules).toEqual([])
    expect(moments.slice(0, 2).map(iso)).toEqual([
      '2026-11-23T04:05:00.000Z',
      '2026-11-30T04:05:00.000Z',
    ])
  })

  it('are the next ones alone when there are more than the system takes', () => {
    const hourly = (id: string, atMinute: number) =>
      scheduleOf(id, 0, { window: null, when: { kind: 'hours', atMinute, hours: 1 } })
    const { rules, moments } = wakes([hourly('a', 0), hourly('b', 20), hourly('c', 40)])
    expect(rules).toEqual([])
    expect(moments).toHaveLength(48)
    expect(moments.slice(0, 3).map(iso)).toEqual([
      '2026-11-22T12:20:00.000Z',
      '2026-11-22T12:40:00.000Z',
      '2026-11-22T13:00:00.000Z',
    ])
  })
})

describe('a launch agent', () => {
  const text = byName(launchdFiles(plan))['io.github.dandelion.sync.plist'] ?? ''

  it('is a property list with the times of this computer', () => {
    expect(XMLValidator.validate(text)).toBe(true)
    const parsed = new XMLParser({ preserveOrder: false }).parse(text)
    const { key, string, array } = parsed.plist.dict
    expect(key.slice(0, 2)).toEqual(['Label', 'ProgramArguments'])
    expect(string).toEqual(['io.github.dandelion.sync', 'Background'])
    expect(array[0].string.at(-1)).toBe('/home/a b/50% $HOME "x" \\')
    expect(array[1].dict.map(timeOf)).toEqual([
      'Hour 0 Minute 0',
      'Hour 22 Minute 0',
      'Weekday 6 Hour 9 Minute 30',
      'Weekday 7 Hour 9 Minute 30',
      'Day 1 Hour 1 Minute 0',
      'Month 3 Day 28 Hour 3 Minute 0',
    ])
  })

  function timeOf({ key, integer }: { key: readonly string[]; integer: readonly number[] }) {
    return key.map((name, at) => `${name} ${integer[at]}`).join(' ')
  }
})

describe('a task of Windows', () => {
  const command = { argv: ['C:\\Program Files\\D\\D.exe', 'sync', '--data-dir', 'C:\\a "b\\'] }
  const windows = { ...plan, command: { ...command, environment: {} } }
  const text = byName(taskSchedulerFiles(windows))['dandelion-sync.xml'] ?? ''
  const { Task } = new XMLParser().parse(text)

  it('is XML with the times of this computer, made up for when missed, and wakes nothing', () => {
    expect(XMLValidator.validate(text)).toBe(true)
    const { CalendarTrigger, TimeTrigger } = Task.Triggers
    expect(CalendarTrigger.map((each: { StartBoundary: string }) => each.StartBoundary)).toEqual([
      '2000-01-01T00:00:00',
      '2000-01-01T22:00:00',
      '2000-01-01T09:30:00',
      '2000-01-01T01:00:00',
    ])
    expect(CalendarTrigger[0].ScheduleByDay).toEqual({ DaysInterval: 1 })
    expect(Object.keys(CalendarTrigger[2].ScheduleByWeek.DaysOfWeek)).toEqual([
      'Saturday',
      'Sunday',
    ])
    expect(CalendarTrigger[3].ScheduleByMonth.DaysOfMonth).toEqual({ Day: 1 })
    expect(TimeTrigger.StartBoundary).toBe('2027-03-28T01:00:00Z')
    expect(Task.Settings).toMatchObject({ StartWhenAvailable: true, WakeToRun: false })
  })

  it('keeps the words of its command apart as Windows reads them', () => {
    expect(Task.Actions.Exec.Command).toBe('C:\\Program Files\\D\\D.exe')
    expect(Task.Actions.Exec.Arguments).toBe('sync --data-dir "C:\\a \\"b\\\\"')
  })
})

describe('the program of a timer', () => {
  const facts = {
    platform: 'linux',
    environment: {},
    execPath: '/opt/Dandelion/dandelion-desktop',
    cliFile: '/opt/Dandelion/resources/app.asar/out/main/cli.js',
    isElectron: true,
    exists: () => true,
  }
  it.each([
    ['of the .deb', {}, ['/usr/bin/dandelion']],
    ['unpacked', { execPath: '/home/a/D/dandelion-desktop' }, ['/home/a/D/dandelion']],
    [
      'of an AppImage',
      { environment: { APPIMAGE: '/home/a/D.AppImage' } },
      ['/home/a/D.AppImage', '--no-sandbox', '--ozone-platform=headless', '--disable-gpu'],
    ],
    ['of macOS', { platform: 'darwin', execPath: '/Applications/D' }, ['/Applications/D']],
    [
      'of a checkout, in the window',
      { cliFile: '/src/out/main/cli.js' },
      ['/src/node_modules/node/bin/node', '/src/out/main/cli.js'],
    ],
    [
      'of a checkout, in the terminal',
      { cliFile: '/src/out/main/cli.js', isElectron: false, execPath: '/usr/bin/node' },
      ['/usr/bin/node', '/src/out/main/cli.js'],
    ],
  ])('%s', (_name, patch, argv) => {
    expect(programOf({ ...facts, ...patch })).toEqual(argv)
  })
})

describe('what switches a timer on', () => {
  const place = { name: 'dandelion-sync', folder: '/f/', userId: 501 }
  const on = (kind: 'launchd' | 'task-scheduler') =>
    ordersOf({ ...place, kind }).on.map(({ argv }) => argv.join(' '))

  it('are the programs of each system', () => {
    expect(on('launchd')).toEqual([
      'launchctl bootout gui/501/io.github.dandelion.sync',
      'launchctl bootstrap gui/501 /f/io.github.dandelion.sync.plist',
    ])
    expect(on('task-scheduler')).toEqual([
      'schtasks /Create /TN dandelion-sync /XML /f/dandelion-sync.xml /F',
    ])
  })
})
