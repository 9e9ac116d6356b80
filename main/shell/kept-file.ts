import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** A small JSON file of the shell's own; whole or not at all, readable by its owner alone. */
export interface KeptFile<T> {
  read(): T
  write(value: T): void
}

/** `check` turns what was read, which anyone may have edited, into a value. */
export function keptFile<T>(path: string, check: (value: unknown) => T): KeptFile<T> {
  return {
    read() {
      try {
        return check(JSON.parse(readFileSync(path, 'utf8')))
      } catch {
        return check(null)
      }
    },
    write(value) {
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Texts by name; anything else is left out. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {}
  const texts = Object.entries(value).filter(
    (it): it is [string, string] => typeof it[1] === 'string',
  )
  return Object.fromEntries(texts)
}
