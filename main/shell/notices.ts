import { Notification, powerMonitor } from 'electron'
import type { EnginePorts } from '../engine/ports.ts'
import type { JobView } from '../model/job.ts'
import { findsWords } from './finds-words.ts'
import type { MainWindow } from './main-window.ts'
import { nightWords } from './night-words.ts'
import type { WhenDoneParts } from './when-done.ts'
import { endedWords, stayWords, words } from './words.ts'

/** One notice when a job ends; none while the person looks at the window anyway. */
export function noticeOfEnd(window: MainWindow): (job: JobView) => void {
  return (job) => {
    if (window.get()?.isFocused()) return
    show(job.title, endedWords(job), () => window.tell({ kind: 'go', screen: 'transfers' }))
  }
}

/** One notice for a night; a click opens its report. */
export function noticeOfNight(window: MainWindow): NonNullable<EnginePorts['morning']> {
  return {
    async whenThere(signal) {
      if (powerMonitor.getSystemIdleState(IDLE_SECONDS) !== 'locked') return
      await unlocked(signal)
    },
    tell(report) {
      const { title, body } = nightWords(report)
      const { morning } = report.night
      show(title, body, () => window.tell({ kind: 'report', morning }))
    },
  }
}

/** Whether the screen is locked is what is asked; the limit alone tells idle from active. */
const IDLE_SECONDS = 60

function unlocked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      powerMonitor.off('unlock-screen', come)
      reject(signal.reason)
    }
    const come = () => {
      signal.removeEventListener('abort', stop)
      resolve()
    }
    powerMonitor.once('unlock-screen', come)
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** One notice for all that a look at the catalogue found. */
export function noticeOfFinds(window: MainWindow): NonNullable<EnginePorts['found']> {
  return (finds) => {
    const { title, body } = findsWords(finds)
    show(title, body, () => window.tell({ kind: 'go', screen: 'schedules' }))
  }
}

/** Why the computer did not sleep, or did not shut down. */
export function noticeOfStaying(window: MainWindow): WhenDoneParts['onStay'] {
  return (why) =>
    show(words.stays, stayWords(why), () => window.tell({ kind: 'go', screen: 'transfers' }))
}

export function noticeOfTray(onClick: () => void): void {
  show(words.trayTitle, words.trayText, onClick)
}

function show(title: string, body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notice = new Notification({ title, body })
  notice.on('click', onClick)
  notice.show()
}
