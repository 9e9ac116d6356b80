import { join } from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import type { Engine } from '../engine.ts'
import { movingWords, words } from './words.ts'

interface TrayParts {
  readonly engine: Engine
  readonly iconFolder: string
  readonly onOpen: () => void
  readonly onQuit: () => void
}

const refreshMs = 2000

/** The mark in the tray: what runs, pause all, open, quit. Returns the function that removes it. */
export function createTray({ engine, iconFolder, onOpen, onQuit }: TrayParts): () => void {
  const tray = new Tray(icon(iconFolder))
  tray.on('click', onOpen)
  let shown = ''
  const refresh = () => {
    const { moving, held, line } = summary(engine)
    const state = `${line} ${moving} ${held}`
    if (state === shown) return
    shown = state
    tray.setToolTip(`Dandelion – ${line}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: line, enabled: false },
        { type: 'separator' },
        { label: words.open, click: onOpen },
        {
          label: words.pauseAll,
          enabled: moving,
          click: () => void engine['jobs.pause-all'](undefined),
        },
        {
          label: words.resumeAll,
          enabled: held,
          click: () => void engine['jobs.resume-all'](undefined),
        },
        { type: 'separator' },
        { label: words.quit, click: onQuit },
      ]),
    )
  }
  refresh()
  const timer = setInterval(refresh, refreshMs)
  return () => {
    clearInterval(timer)
    tray.destroy()
  }
}

function summary(engine: Engine) {
  const { jobs, pace } = engine.snapshot(undefined) as Awaited<ReturnType<Engine['snapshot']>>
  const unfinished = jobs.filter((job) => job.phase !== 'ended')
  const running = unfinished.filter((job) => job.intent === 'run').length
  const line = running === 0 ? words.idle : movingWords(running, pace.bytesPerSecond)
  return { moving: running > 0, held: unfinished.length > running, line }
}

function icon(folder: string) {
  if (process.platform === 'darwin') {
    const image = nativeImage.createFromPath(join(folder, 'trayTemplate.png'))
    image.setTemplateImage(true)
    return image
  }
  const size = process.platform === 'win32' ? '16x16.png' : '32x32.png'
  return nativeImage.createFromPath(join(folder, size))
}
