import { setImmediate as breath } from 'node:timers/promises'
import type { Entry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'
import { entryOf } from './asset-metadata.ts'
import { objectOf } from './loose.ts'
import { createObjectScanner } from './object-scanner.ts'

const pageSize = 1000
/** Reading shares the thread with whoever answers windows, so it lets go this often. */
const longestTurnMs = 8

/**
 * Entries of an `assets.jsonld` (one JSON array of metadata documents) in its order, in pages, while
 * it arrives. A manifest that ends before its array does, or is none, is `remote.invalid`.
 */
export async function* readManifest(
  chunks: AsyncIterable<Uint8Array>,
  url: string,
): AsyncGenerator<readonly Entry[]> {
  const scanner = createObjectScanner()
  let entries: Entry[] = []
  let turnBegan = performance.now()
  for await (const chunk of chunks) {
    for (const text of asking(url, () => scanner.write(chunk))) entries.push(entryOfText(text, url))
    if (entries.length >= pageSize) {
      yield entries
      entries = []
    }
    if (performance.now() - turnBegan > longestTurnMs) {
      await breath()
      turnBegan = performance.now()
    }
  }
  if (!scanner.isComplete()) throw broken(url, 'a manifest that ends in the middle')
  if (entries.length > 0) yield entries
}

function entryOfText(text: string, url: string): Entry {
  const entry = entryOf({}, objectOf(asking(url, () => JSON.parse(text) as unknown)))
  if (entry === null) throw broken(url, `an asset without a path: ${text}`)
  return entry
}

function asking<T>(url: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw broken(url, error instanceof Error ? error.message : String(error))
  }
}

function broken(url: string, came: string): Failure {
  const details = { url: redactUrl(url), asked: 'a list of assets', came: came.slice(0, 200) }
  return new Failure('remote.invalid', 'retry-later', details)
}
