/** Texts of the desktop around the window: tray, menu, notices, questions. */
import type { FailureCode } from '../model/failure.ts'
import type { JobView } from '../model/job.ts'

export const words = {
  open: 'Open Dandelion',
  search: 'Search or Open…',
  settings: 'Settings…',
  pauseAll: 'Pause All',
  resumeAll: 'Resume All',
  quit: 'Quit Dandelion',
  idle: 'Nothing to fetch',
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
