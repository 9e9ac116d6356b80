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
  slow: 'Slow Mode',
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

export function movingWords(jobs: number, bytesPerSecond: number): string {
  const speed = `${(bytesPerSecond / 1e6).toFixed(1)} MB/s`
  return `${jobs} ${jobs === 1 ? 'transfer' : 'transfers'} · ${speed}`
}

/** "Next: today, 22:00", by clocks of this computer. */
export function nextWords(at: number, now: number): string {
  const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
  const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(at)
  const isToday = day.format(at) === day.format(now)
  return `Next: ${isToday ? 'today' : day.format(at)}, ${clock}`
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
