/** Texts of the desktop around the window: tray, menu, notices, questions. */
import { type RunHold, runHolds } from '../model/conditions.ts'
import type { FailureCode } from '../model/failure.ts'
import type { JobView } from '../model/job.ts'
import type { RunWait } from '../model/schedule.ts'
import type { Countdown } from '../model/when-done.ts'

export const words = {
  open: 'Open Dandelion',
  search: 'Search or Open…',
  settings: 'Settings…',
  pauseAll: 'Pause All',
  resumeAll: 'Resume All',
  quit: 'Quit Dandelion',
  idle: 'Nothing to fetch',
  stays: 'The computer stays on',
  cart: 'Dandelion cart',
  trayTitle: 'Dandelion goes on in the tray',
  trayText:
    'Transfers and schedules keep running. Open the window again from the tray, or quit there.',
  runTitle: 'Run this program after each run of a schedule?',
  runYes: 'Run it after each run',
  runNo: 'Cancel',
  quitTitle: 'Quit while transfers are running?',
  quitText: 'They stop now and resume where they were when Dandelion starts again.',
  quitYes: 'Quit',
  quitNo: 'Keep running',
} as const

/** What Windows shows of a tip is 127 characters, all lines together. */
const LONGEST_TITLE = 44

/** What runs, and how fast. `share` is 0 to 1; null while nothing is known of it. */
export function movingWords(
  running: readonly Pick<JobView, 'title'>[],
  share: number | null,
  bytesPerSecond: number,
): readonly [what: string, how: string] {
  const [only] = running
  const what = running.length === 1 && only ? short(only.title) : `${running.length} transfers`
  const done = share === null ? '' : `${Math.floor(share * 100)} % · `
  return [what, `${done}${speedText(bytesPerSecond)}`]
}

function short(title: string): string {
  const characters = [...title]
  if (characters.length <= LONGEST_TITLE) return title
  return `${characters
    .slice(0, LONGEST_TITLE - 1)
    .join('')
    .trimEnd()}…`
}

function speedText(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`
}

export function pausedWords(jobs: number): string {
  return `${jobs} ${jobs === 1 ? 'transfer' : 'transfers'} paused`
}

export function failuresWords(jobs: number): string {
  return jobs === 1 ? '1 transfer has failures' : `${jobs} transfers have failures`
}

export function slowWords(bytesPerSecond: number): string {
  return `Slow Mode (${speedText(bytesPerSecond)})`
}

/** "Next run: today, 22:00", by clocks of this computer. */
export function nextWords(at: number, now: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(at)
  const isToday = day.format(at) === day.format(now)
  return `Next run: ${isToday ? 'today' : day.format(at)}, ${clock}`
}

const holds: Readonly<Record<RunHold, string>> = {
  mains: 'Waits for mains power',
  metered: 'Waits for a network that is not metered',
  vpn: 'Waits until no VPN is on',
  network: 'Waits for a network that it may use',
  hours: 'Rests at this hour',
  budget: 'Waits for the next month: the budget is used up',
}

/** Null for what the tray says nothing of. */
export function holdWords(wait: RunWait): string | null {
  const hold = runHolds.find((each) => each === wait)
  return hold === undefined ? null : holds[hold]
}

export function countdownWords(act: Countdown['act']): string {
  return act === 'sleep' ? 'All is done: sleeps in a minute' : 'All is done: shuts down in a minute'
}

export function callOffWords(act: Countdown['act']): string {
  return act === 'sleep' ? 'Do Not Sleep' : 'Do Not Shut Down'
}

export function stayWords(why: { readonly failed: number } | { readonly said: string }): string {
  if ('said' in why) return `It did not obey: ${why.said}`
  const transfers = why.failed === 1 ? 'One transfer' : `${why.failed} transfers`
  return `${transfers} of yours did not end well. Open Dandelion to see why.`
}

export function endedWords({ counts, failure }: JobView): string {
  if (failure) return 'It could not be listed. Open Dandelion to see why.'
  const files = counts.total === 1 ? '1 file' : `${counts.total} files`
  if (counts.failed === 0) return `Verified: ${files}`
  return `${counts.failed} of ${files} failed. Open Dandelion to see why.`
}

const startTexts: Partial<Record<FailureCode, string>> = {
  'store.locked':
    'Another Dandelion, perhaps one in a terminal, is using the same data folder. Close it, then start again.',
  'store.future':
    'The data folder belongs to a newer Dandelion. Install the newest version; an older one could damage it.',
  'disk.full': 'The disk that holds Dandelion’s data is full. Make room, then start again.',
  'disk.denied': 'Dandelion may not write to its data folder. Check its permissions.',
}

export function startFailureWords(code: FailureCode, said: string): string {
  return startTexts[code] ?? `Something went wrong: ${said}. The log says more.`
}
