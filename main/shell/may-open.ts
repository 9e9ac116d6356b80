import { extname } from 'node:path'

/**
 * Whether opening a path shows a folder and starts nothing: to open a file is to run it, and on
 * macOS a folder with an extension may be a program.
 */
export function mayOpen(path: string, kind: 'file' | 'folder' | 'other'): boolean {
  return kind === 'folder' && (process.platform !== 'darwin' || extname(path) === '')
}
