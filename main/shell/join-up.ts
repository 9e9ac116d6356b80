import { app, nativeTheme, powerMonitor } from 'electron'
import type { Engine, EnginePorts } from '../engine.ts'
import type { RunLog } from '../model/log.ts'
import type { Countdown } from '../model/when-done.ts'
import { keepAwake } from './awake.ts'
import { handleClosing } from './closing.ts'
import { createDesk } from './desk.ts'
import { forwardEvents } from './forward.ts'
import { handlersOf } from './handlers.ts'
import { answerWindows } from './ipc.ts'
import type { Login } from './login.ts'
import type { MainWindow } from './main-window.ts'
import { setMenu } from './menu.ts'
import { noticeOfTray } from './notices.ts'

interface Parts {
  readonly engine: Engine
  readonly window: MainWindow
  readonly log: RunLog
  readonly iconFolder: string
  readonly isHome: (url: string) => boolean
  readonly login: Login
  /** The window waits until it is asked for. */
  readonly isHidden: boolean
  readonly clock: NonNullable<EnginePorts['clock']>
  /** Sends the computer to sleep or shuts it down; tells what went wrong, or nothing. */
  readonly powerOff: (act: Countdown['act']) => Promise<string>
  /** After the engine has closed. */
  readonly onEnd: () => void
}

/** Joins engine and window: events out, requests in, and what the desktop shows around them. */
export function joinUp(parts: Parts): void {
  const { engine, window, log, iconFolder, isHome, login, onEnd } = parts
  const { clock, powerOff } = parts
  let told = false
  const desk = createDesk({ engine, clock, window, iconFolder, powerOff })
  const ends = [
    forwardEvents(engine, () => window.get()?.webContents ?? null),
    keepAwake(engine),
    wakeWith(engine),
    desk.close,
    followAppearance(engine),
  ]
  answerWindows({
    handlers: handlersOf({
      engine,
      window: window.get,
      logFile: log.file,
      whenDone: desk.whenDone,
      login,
    }),
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
    isAtHomeInTray: () => login.hasTray() && (login.isAtLogin() || desk.awaitsRun()),
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
  // A panel may come after the programs that start at login.
  app.on('browser-window-focus', () => void login.view())
  setMenu(window.tell)
  if (!parts.isHidden) window.show()
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
