import type { Rectangle } from 'electron'
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
