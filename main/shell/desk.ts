/** What the desktop shows beside the window: the tray, the task bar, a badge, and what comes when all is done. */
import { join } from 'node:path'
import { app, nativeImage } from 'electron'
import type { Engine, EnginePorts } from '../engine.ts'
import type { Countdown } from '../model/when-done.ts'
import { type DeskState, watchDesk } from './desk-watch.ts'
import type { MainWindow } from './main-window.ts'
import { noticeOfStaying } from './notices.ts'
import { createTray } from './tray.ts'
import { failuresOf, nextStart, progressOf, trayState } from './tray-state.ts'
import { createWhenDone, type WhenDone } from './when-done.ts'
import { failuresWords } from './words.ts'

interface DeskParts {
  readonly engine: Engine
  readonly clock: NonNullable<EnginePorts['clock']>
  readonly window: MainWindow
  readonly iconFolder: string
  readonly powerOff: (act: Countdown['act']) => Promise<string>
}

export interface Desk {
  readonly whenDone: WhenDone
  /** A schedule is to run, and nobody but this program would run it. */
  readonly awaitsRun: () => boolean
  readonly close: () => void
}

export function createDesk({ engine, clock, window, iconFolder, powerOff }: DeskParts): Desk {
  let desk: DeskState | null = null
  const tray = createTray({
    iconFolder,
    onOpen: () => window.show(),
    onFailures: () => window.tell({ kind: 'go', screen: 'transfers' }),
    onPause: () => void engine['jobs.pause-all'](undefined),
    onResume: () => void engine['jobs.resume-all'](undefined),
    onSlow: (isSlow) => void engine['settings.change']({ isSlow }),
    onQuit: () => app.quit(),
    onCallOff: () => whenDone.cancel(),
  })
  const overlay = nativeImage.createFromPath(join(iconFolder, 'failed.png'))
  function show(): void {
    if (desk === null) return
    const { state, views } = desk
    tray.show(trayState({ state, views, countdown: whenDone.countdown(), now: clock.now() }))
    window.get()?.setProgressBar(progressOf(state.jobs) ?? -1)
    badge(failuresOf(state.jobs))
  }
  function badge(failures: number): void {
    app.setBadgeCount(failures)
    if (process.platform !== 'win32') return
    const hasAny = failures > 0
    window.get()?.setOverlayIcon(hasAny ? overlay : null, hasAny ? failuresWords(failures) : '')
  }
  const whenDone = createWhenDone({
    engine,
    clock,
    powerOff,
    onCountdown(countdown) {
      if (countdown === null) window.get()?.webContents.send('shell', over)
      else window.tell({ kind: 'countdown', countdown })
      show()
    },
    onStay: noticeOfStaying(window),
  })
  const stop = watchDesk(engine, (next) => {
    desk = next
    show()
  })
  return {
    whenDone,
    awaitsRun: () =>
      desk !== null && nextStart(desk.views) !== null && !engine.settings().systemTimer,
    close() {
      stop()
      whenDone.close()
      tray.close()
    },
  }
}

const over = { kind: 'countdown', countdown: null } as const
