import { join } from 'node:path'
import { Menu, nativeImage, Tray } from 'electron'
import { type TrayActions, trayMenu } from './tray-menu.ts'
import type { TrayState } from './tray-state.ts'

interface TrayParts extends TrayActions {
  readonly iconFolder: string
}

export interface DandelionTray {
  readonly show: (state: TrayState) => void
  readonly close: () => void
}

/** An open menu is taken from under a person's hand when it changes; what it offers changes at once. */
const LINES_EVERY_MS = 10_000

/** The mark in the tray. */
export function createTray(parts: TrayParts): DandelionTray {
  const tray = new Tray(icon(parts.iconFolder))
  // On macOS a click opens the menu, and tells of itself all the same.
  if (process.platform !== 'darwin') tray.on('click', parts.onOpen)
  let tip = ''
  let menu = ''
  let offer = ''
  let timer: NodeJS.Timeout | null = null

  function build(state: TrayState): void {
    if (timer) clearTimeout(timer)
    timer = null
    const now = JSON.stringify(state)
    if (now === menu) return
    menu = now
    offer = offerOf(state)
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, parts)))
  }

  let latest: TrayState | null = null
  return {
    show(state) {
      latest = state
      const next = ['Dandelion', ...state.lines].join('\n')
      if (next !== tip) tray.setToolTip(next)
      tip = next
      if (offerOf(state) !== offer) build(state)
      else timer ??= setTimeout(() => latest && build(latest), LINES_EVERY_MS)
    },
    close() {
      if (timer) clearTimeout(timer)
      tray.destroy()
    },
  }
}

/** All of the menu but the words of its lines. */
function offerOf({ lines, ...rest }: TrayState): string {
  return JSON.stringify([lines.length, rest])
}

function icon(folder: string) {
  if (process.platform === 'darwin') {
    const image = nativeImage.createFromPath(join(folder, 'trayTemplate.png'))
    image.setTemplateImage(true)
    return image
  }
  const file = process.platform === 'win32' ? 'tray.ico' : '32x32.png'
  return nativeImage.createFromPath(join(folder, file))
}
