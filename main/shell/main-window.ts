import { join } from 'node:path'
import { BrowserWindow, nativeTheme } from 'electron'
import type { ShellEvent } from '../../preload/contract.ts'
import type { EnginePorts } from '../engine/ports.ts'
import { onScreen, rememberState } from './window-bounds.ts'
import { windowStateFile } from './window-state.ts'

export interface WindowParts {
  readonly url: string
  readonly outFolder: string
  readonly stateFile: string
  readonly log: EnginePorts['log']
}

export interface MainWindow {
  readonly get: () => BrowserWindow | null
  /** Makes it when there is none, and brings it to the front. */
  readonly show: () => BrowserWindow
  readonly tell: (event: ShellEvent) => void
}

/** The one window; it may be closed and made again while transfers go on. */
export function createMainWindow(parts: WindowParts): MainWindow {
  let window: BrowserWindow | null = null
  const show = () => {
    if (!window) {
      window = open(parts)
      window.on('closed', () => {
        window = null
      })
    }
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
    return window
  }
  return {
    get: () => window,
    show,
    tell(event) {
      const { webContents } = show()
      const send = () => webContents.send('shell', event)
      if (webContents.isLoading()) webContents.once('did-finish-load', send)
      else send()
    },
  }
}

function open({ url, outFolder, stateFile, log }: WindowParts): BrowserWindow {
  const file = windowStateFile(stateFile)
  const { bounds, maximized } = file.read()
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...onScreen(bounds),
    minWidth: 880,
    minHeight: 560,
    show: false,
    title: 'Dandelion',
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#151c1b' : '#fcfdfd',
    icon: join(outFolder, 'icons', '256x256.png'),
    webPreferences: {
      preload: join(outFolder, 'preload', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
    },
  })
  if (maximized) window.maximize()
  rememberState(window, file)
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    log.error('the window’s process is gone', { reason })
    if (reason !== 'clean-exit' && !window.isDestroyed()) window.reload()
  })
  window
    .loadURL(url)
    .catch((error) => log.error('the window did not load', { said: String(error) }))
  return window
}
