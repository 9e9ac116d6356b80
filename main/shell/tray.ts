import { join } from 'node:path'
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron'
import type { Engine } from '../engine.ts'
import type { TrayState } from './tray-state.ts'
import { callOffWords, words } from './words.ts'

interface TrayParts {
  readonly engine: Engine
  readonly iconFolder: string
  readonly onOpen: () => void
  readonly onQuit: () => void
  /** A person wants the computer to stay on. */
  readonly onCallOff: () => void
}

export interface DandelionTray {
  readonly show: (state: TrayState) => void
  readonly close: () => void
}

/** The mark in the tray: what runs and comes next, pause all, slow mode, open, quit. */
export function createTray(parts: TrayParts): DandelionTray {
  const tray = new Tray(icon(parts.iconFolder))
  tray.on('click', parts.onOpen)
  let shown = ''
  return {
    show(state) {
      const key = JSON.stringify(state)
      if (key === shown) return
      shown = key
      tray.setToolTip(`Dandelion – ${state.lines.join('\n')}`)
      tray.setContextMenu(Menu.buildFromTemplate(entries(state, parts)))
    },
    close: () => tray.destroy(),
  }
}

function entries(state: TrayState, parts: TrayParts): MenuItemConstructorOptions[] {
  const { engine, onOpen, onQuit, onCallOff } = parts
  const { lines, canPause, canResume, isSlow, countdown } = state
  const callOff: MenuItemConstructorOptions[] =
    countdown === null ? [] : [{ label: callOffWords(countdown), click: onCallOff }]
  return [
    ...lines.map((label) => ({ label, enabled: false })),
    ...callOff,
    { type: 'separator' },
    { label: words.open, click: onOpen },
    {
      label: words.pauseAll,
      enabled: canPause,
      click: () => void engine['jobs.pause-all'](undefined),
    },
    {
      label: words.resumeAll,
      enabled: canResume,
      click: () => void engine['jobs.resume-all'](undefined),
    },
    {
      label: words.slow,
      type: 'checkbox',
      checked: isSlow,
      click: () => void engine['settings.change']({ isSlow: !isSlow }),
    },
    { type: 'separator' },
    { label: words.quit, click: onQuit },
  ]
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
