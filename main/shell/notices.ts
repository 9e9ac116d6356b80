import { Notification } from 'electron'
import type { JobView } from '../model/job.ts'
import type { MainWindow } from './main-window.ts'
import { endedWords, words } from './words.ts'

/** One notice when a job ends; none while the person looks at the window anyway. */
export function noticeOfEnd(window: MainWindow): (job: JobView) => void {
  return (job) => {
    if (window.get()?.isFocused()) return
    show(job.title, endedWords(job), () => window.tell({ kind: 'go', screen: 'transfers' }))
  }
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
