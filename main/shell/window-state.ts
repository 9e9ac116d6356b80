import { type BrowserWindow, type Rectangle, screen } from 'electron'
import { isRecord, type KeptFile, keptFile } from './kept-file.ts'

export interface WindowState {
  readonly bounds: Rectangle | null
  readonly maximized: boolean
}

export function windowStateFile(path: string): KeptFile<WindowState> {
  return keptFile(path, stateOf)
}

export function stateOf(value: unknown): WindowState {
  if (!isRecord(value)) return { bounds: null, maximized: false }
  return { bounds: boundsOf(value.bounds), maximized: value.maximized === true }
}

function boundsOf(value: unknown): Rectangle | null {
  if (!isRecord(value)) return null
  const { x, y, width, height } = value
  const numbers = [x, y, width, height].every((it) => Number.isInteger(it))
  return numbers ? ({ x, y, width, height } as Rectangle) : null
}

/** Bounds that a screen of now still shows; a screen may have been unplugged. */
export function onScreen(bounds: Rectangle | null): Rectangle | null {
  if (!bounds) return null
  const { workArea } = screen.getDisplayMatching(bounds)
  const x =
    Math.min(bounds.x + bounds.width, workArea.x + workArea.width) - Math.max(bounds.x, workArea.x)
  const y =
    Math.min(bounds.y + bounds.height, workArea.y + workArea.height) -
    Math.max(bounds.y, workArea.y)
  return x > 200 && y > 100 ? bounds : null
}

/** Keeps size, place and whether it fills the screen. */
export function rememberState(window: BrowserWindow, file: KeptFile<WindowState>): void {
  const keep = () =>
    file.write({ bounds: window.getNormalBounds(), maximized: window.isMaximized() })
  window.on('close', keep)
  window.on('hide', keep)
}
