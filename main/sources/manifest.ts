import { setImmediate as breath } from 'node:timers/promises'
import { JSONParser } from '@streamparser/json'
import type { Entry } from '../model/entry.ts'
import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'
import { entryOf } from './asset-metadata.ts'
import { objectOf } from './loose.ts'

const pageSize = 1000
/** Parsing shares the thread with whoever answers windows, so it lets go this often. */
const longestTurnMs = 8

/**
 * Entries of an `assets.jsonld` (one JSON array of metadata documents) in its order, in pages, while
 * it arrives. A manifest that ends before its array does, or is none, is `remote.invalid`.
 */
export async function* readManifest(
  chunks: AsyncIterable<Uint8Array>,
  url: string,
): AsyncGenerator<readonly Entry[]> {
  let entries: Entry[] = []
  let problem: unknown = null
  const parser = new JSONParser({ paths: ['$.*'], keepStack: false })
  parser.onValue = ({ value }) => {
    const entry = entryOf({}, objectOf(value))
    if (entry === null) problem ??= 'an asset without a path'
    else entries.push(entry)
  }
  parser.onError = (error) => {
    problem ??= error.message
  }
  let turnBegan = performance.now()
  for await (const chunk of chunks) {
    if (!parser.isEnded) parser.write(chunk)
    if (problem !== null) throw broken(url, String(problem))
    if (entries.length >= pageSize) {
      yield entries
      entries = []
    }
    if (performance.now() - turnBegan > longestTurnMs) {
      await breath()
      turnBegan = performance.now()
    }
  }
  if (!parser.isEnded) throw broken(url, 'a manifest that ends in the middle')
  if (entries.length > 0) yield entries
}

function broken(url: string, came: string): Failure {
  const details = { url: redactUrl(url), asked: 'a list of assets', came: came.slice(0, 200) }
  return new Failure('remote.invalid', 'retry-later', details)
}
