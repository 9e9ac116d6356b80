import { type BrowserWindow, type Rectangle, screen } from 'electron'
import type { KeptFile } from './kept-file.ts'
import type { WindowState } from './window-state.ts'

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
