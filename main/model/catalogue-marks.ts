/** Where the words of a search stand in a text, found as the index of words finds them. */
import type { Marks } from './catalogue.ts'

/** A text in small letters without accents, and where each of its letters was. */
interface Folded {
  readonly text: string
  /** Null: where they are. */
  readonly places: readonly number[] | null
}

/** Letters without accents, of which each stays where it is. */
const plainText = /^[\p{ASCII}]*$/u

/** Small letters without accents. */
export function fold(text: string): string {
  if (plainText.test(text)) return text.toLowerCase()
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
}

function foldWithPlaces(text: string): Folded {
  if (plainText.test(text)) return { text: text.toLowerCase(), places: null }
  let folded = ''
  const places: number[] = []
  let at = 0
  for (const letter of text) {
    const plain = fold(letter)
    for (let index = 0; index < plain.length; index++) places.push(at)
    folded += plain
    at += letter.length
  }
  places.push(at)
  return { text: folded, places }
}

/** Letters and digits of a word or phrase; what is between them divides. */
export function wordsIn(text: string): readonly string[] {
  return fold(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? []
}

/** The beginnings of words at which one of the words or phrases stands; in order, none twice. */
export function marksOf(text: string, phrases: readonly string[]): Marks {
  const patterns = phrases.map(patternOf).filter((pattern) => pattern !== null)
  if (text === '' || patterns.length === 0) return []
  const folded = foldWithPlaces(text)
  const placeOf = (at: number) => (folded.places ? (folded.places[at] ?? text.length) : at)
  const found = patterns.flatMap((pattern) =>
    [...folded.text.matchAll(pattern)].map(({ index, 0: match }): readonly [number, number] => [
      placeOf(index),
      placeOf(index + match.length),
    ]),
  )
  return joined(found)
}

function patternOf(phrase: string): RegExp | null {
  const words = wordsIn(phrase)
  if (words.length === 0) return null
  return new RegExp(`(?<![\\p{L}\\p{N}\\p{Co}])${words.join('[^\\p{L}\\p{N}\\p{Co}]+')}`, 'gu')
}

function joined(marks: Marks): Marks {
  const result: [number, number][] = []
  for (const [from, to] of marks.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else result.push([from, to])
  }
  return result
}

export interface Excerpt {
  readonly text: string
  readonly marks: Marks
}

const LENGTH = 180
const BEFORE = 50
/** Any list shows as much. */
const SHORT = 90

/** The first text with a match, or what is around the match where it is long; null without one. */
export function excerptOf(texts: Iterable<string>, phrases: readonly string[]): Excerpt | null {
  for (const text of texts) {
    const plain = text.replace(/\s+/g, ' ').trim()
    const first = marksOf(plain, phrases)[0]
    if (first) return around(plain, first[0], phrases)
  }
  return null
}

/** The match stands near the beginning, since a narrow list shows no more of it. */
function around(text: string, at: number, phrases: readonly string[]): Excerpt {
  if (text.length <= SHORT) return { text, marks: marksOf(text, phrases) }
  const wanted = Math.max(0, at - BEFORE)
  const from = wanted === 0 ? 0 : Math.min(at, text.indexOf(' ', wanted) + 1 || wanted)
  const end = from + LENGTH
  const space = text.lastIndexOf(' ', end)
  const wordEnd = space > at ? space : end
  const to = end >= text.length ? text.length : wordEnd
  const piece = `${from > 0 ? '…' : ''}${text.slice(from, to)}${to < text.length ? '…' : ''}`
  return { text: piece, marks: marksOf(piece, phrases) }
}
