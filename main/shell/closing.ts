import { app, type BrowserWindow, dialog } from 'electron'
import type { Engine } from '../engine.ts'
import { words } from './words.ts'

interface ClosingParts {
  readonly engine: Engine
  readonly window: () => BrowserWindow | null
  /** Whether it stays in the tray with nothing to do. */
  readonly isAtHomeInTray: () => boolean
  /** Told the first time the window goes and the program stays. */
  readonly onStay: () => void
  /** Last things before the program ends. */
  readonly onEnd: () => Promise<void>
}

export interface Closing {
  /** For each window that is made. */
  readonly watch: (window: BrowserWindow) => void
}

/**
 * Closing the window during transfers leaves them running in the tray, where a program stays anyway
 * that starts at login or has schedules to run; quitting asks once, says that they will resume, and
 * ends only when the engine has kept everything.
 */
export function handleClosing({
  engine,
  window,
  isAtHomeInTray,
  onStay,
  onEnd,
}: ClosingParts): Closing {
  let stage: 'running' | 'agreed' | 'ending' = 'running'
  const end = async () => {
    stage = 'ending'
    try {
      await onEnd()
    } finally {
      app.exit(0)
    }
  }
  app.on('before-quit', (event) => {
    if (stage === 'ending') return
    event.preventDefault()
    if (stage === 'agreed') return
    stage = 'agreed'
    void mayQuit(engine, window()).then((agreed) => {
      if (agreed) void end()
      else stage = 'running'
    })
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end())
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin' && !isRunning(engine)) app.quit()
  })
  return {
    watch(made) {
      made.on('close', (event) => {
        if (stage !== 'running') return
        const hasReason = isRunning(engine) || isAtHomeInTray()
        const stays = hasReason && engine.settings().keepRunning
        if (!stays && !isRunning(engine)) return
        event.preventDefault()
        if (!stays) return app.quit()
        made.hide()
        onStay()
      })
    },
  }
}

function isRunning(engine: Engine): boolean {
  const { jobs } = engine.snapshot(undefined) as Awaited<ReturnType<Engine['snapshot']>>
  return jobs.some((job) => job.intent === 'run' && job.phase !== 'ended')
}

async function mayQuit(engine: Engine, window: BrowserWindow | null): Promise<boolean> {
  if (!isRunning(engine)) return true
  const question = {
    type: 'question' as const,
    message: words.quitTitle,
    detail: words.quitText,
    buttons: [words.quitYes, words.quitNo],
    defaultId: 0,
    cancelId: 1,
  }
  const { response } = window?.isVisible()
    ? await dialog.showMessageBox(window, question)
    : await dialog.showMessageBox(question)
  return response === 0
}
