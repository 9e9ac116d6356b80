import { join, normalize, sep } from 'node:path'
import { decoded } from './decoded.ts'

/** The file that an address of the window means; null when it is none of ours. */
export function fileOf(url: string, folder: string): string | null {
  const { host, pathname } = new URL(url)
  if (host !== 'dandelion') return null
  const path = decoded(pathname)
  if (path === null || path.includes('\0')) return null
  const file = normalize(join(folder, path === '/' ? 'index.html' : path))
  return file.startsWith(folder + sep) ? file : null
}
