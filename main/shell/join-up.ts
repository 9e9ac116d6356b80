import { app, nativeTheme, powerMonitor } from 'electron'
import type { Engine } from '../engine.ts'
import { keepAwake } from './awake.ts'
import { handleClosing } from './closing.ts'
import { forwardEvents } from './forward.ts'
import { handlersOf } from './handlers.ts'
import { answerWindows } from './ipc.ts'
import type { RunLog } from './log.ts'
import type { MainWindow } from './main-window.ts'
import { setMenu } from './menu.ts'
import { noticeOfTray } from './notices.ts'
import { createTray } from './tray.ts'

interface Parts {
  readonly engine: Engine
  readonly window: MainWindow
  readonly log: RunLog
  readonly iconFolder: string
  readonly isHome: (url: string) => boolean
  /** After the engine has closed. */
  readonly onEnd: () => void
}

/** Joins engine and window: events out, requests in, and what the desktop shows around them. */
export function joinUp({ engine, window, log, iconFolder, isHome, onEnd }: Parts): void {
  let told = false
  const ends = [
    forwardEvents(engine, () => window.get()?.webContents ?? null),
    keepAwake(engine),
    wakeWith(engine),
    createTray({
      engine,
      iconFolder,
      onOpen: () => window.show(),
      onQuit: () => app.quit(),
    }),
    followAppearance(engine),
  ]
  answerWindows({
    handlers: handlersOf({ engine, window: window.get, logFile: log.file }),
    isOurs: ({ senderFrame, sender }) =>
      senderFrame !== null &&
      senderFrame === window.get()?.webContents.mainFrame &&
      sender === window.get()?.webContents &&
      isHome(senderFrame.url),
    onBug: (request, error) =>
      log.error('a request failed', {
        request,
        said: error instanceof Error ? (error.stack ?? '') : String(error),
      }),
  })
  const closing = handleClosing({
    engine,
    window: window.get,
    onStay() {
      if (!told) noticeOfTray(() => window.show())
      told = true
    },
    async onEnd() {
      for (const end of ends) end()
      await engine.close()
      onEnd()
    },
  })
  app.on('browser-window-created', (_event, made) => closing.watch(made))
  app.on('activate', () => window.show())
  setMenu(window.tell)
  window.show()
}

/** Timers stand still while the computer sleeps. */
function wakeWith(engine: Engine): () => void {
  const wake = () => engine.wake()
  powerMonitor.on('resume', wake)
  return () => void powerMonitor.off('resume', wake)
}

/** The system's own parts of the window follow the setting too. */
function followAppearance(engine: Engine): () => void {
  nativeTheme.themeSource = engine.settings().appearance
  return engine.subscribe((batch) => {
    for (const event of batch) {
      if (event.kind === 'settings.changed') nativeTheme.themeSource = event.settings.appearance
    }
  })
}
