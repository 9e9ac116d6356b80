import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** Reads a JSON file, zipped when its name ends in `.gz`. The caller vouches for its shape. */
export function readJson<T>(path: string): T {
  const bytes = readFileSync(path)
  const text = path.endsWith('.gz') ? gunzipSync(bytes) : bytes
  return JSON.parse(text.toString()) as T
}

export function readJsonIfThere<T>(path: string): T | undefined {
  return existsSync(path) ? readJson<T>(path) : undefined
}
