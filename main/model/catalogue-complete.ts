/** What may be typed next, and what a value that nothing has may have meant. */
import type { Completion, CompletionOption, QueryProblem } from './catalogue.ts'
import { type CatalogueBook, speciesLabel } from './catalogue-facts.ts'
import { fold } from './catalogue-marks.ts'
import {
  parseSearch,
  quoted,
  type SearchOperator,
  type SearchTerm,
  type StudyField,
  searchOperators,
  splitToken,
  tokensOf,
} from './catalogue-search.ts'
import { nearest } from './edit-distance.ts'

const MOST = 12
/** Below this a word begins too much to say what is meant. */
const LEAST_LETTERS = 2

const fields: readonly StudyField[] = ['species', 'approach', 'technique']
const fileTypes = ['nwb', 'image', 'text', 'video'] as const
const samples: Readonly<Partial<Record<SearchOperator, string>>> = {
  species: 'mouse',
  approach: 'electrophysiological',
  technique: '"spike sorting"',
  file_type: 'nwb',
  owner: 'name',
}

/** What could stand at the caret, most frequent first. */
export function completeSearch(book: CatalogueBook, text: string, caret: number): Completion {
  const at = Math.min(caret, text.length)
  const token = tokensOf(text).find(({ from, to }) => from < at && at <= to)
  if (!token) return { from: at, to: at, options: operatorsFrom('') }
  const { from, to } = token
  const typed = splitToken({ ...token, text: token.text.slice(0, at - from) })
  if (typed.operator === null) {
    return {
      from,
      to,
      options: [...operatorsFrom(typed.value), ...anyValue(book, typed.value)].slice(0, MOST),
    }
  }
  const operator = typed.operator.toLowerCase()
  return { from: typed.valueFrom, to, options: valuesFor(book, operator, typed.value) }
}

function operatorsFrom(typed: string): readonly CompletionOption[] {
  return searchOperators
    .filter((name) => name.startsWith(typed.toLowerCase()))
    .map((name) => ({
      insert: `${name}:`,
      label: `${name}:`,
      dandisets: null,
      note: samples[name] ?? '2024-01-31',
    }))
}

function valuesFor(book: CatalogueBook, operator: string, typed: string) {
  const field = fields.find((each) => each === operator)
  if (field) return valuesOf(book, field, typed, (name) => quoted(name)).slice(0, MOST)
  if (operator !== 'file_type') return []
  return fileTypes
    .filter((type) => type.startsWith(typed.toLowerCase()))
    .map((type) => ({ insert: type, label: type, dandisets: null, note: '' }))
}

function anyValue(book: CatalogueBook, typed: string): readonly CompletionOption[] {
  if (typed.trim().length < LEAST_LETTERS) return []
  return fields
    .flatMap((field) =>
      valuesOf(book, field, typed, (name) => `${field}:${quoted(name)}`).map((option) => ({
        ...option,
        note: `${field}:`,
      })),
    )
    .sort(byFrequency)
}

/** Names with a word that begins as typed, then those that have it anywhere. */
function valuesOf(
  book: CatalogueBook,
  field: StudyField,
  typed: string,
  insert: (name: string) => string,
): readonly CompletionOption[] {
  const wanted = fold(typed.trim())
  const found = [...book.names[field]].flatMap(([name, { folded, dandisets }]) => {
    const place = folded.indexOf(wanted)
    if (place < 0) return []
    const begins = place === 0 || ` ${folded}`.includes(` ${wanted}`)
    const label = field === 'species' ? speciesLabel(name) : name
    return [{ begins, option: { insert: insert(name), label, dandisets, note: '' } }]
  })
  return found
    .sort((a, b) => Number(b.begins) - Number(a.begins) || byFrequency(a.option, b.option))
    .map(({ option }) => option)
}

function byFrequency(a: CompletionOption, b: CompletionOption): number {
  return (b.dandisets ?? 0) - (a.dandisets ?? 0) || a.label.localeCompare(b.label)
}

/** Values of `species:` and its like that no known dandiset has, each with the nearest that one has. */
export function valueProblems(book: CatalogueBook, text: string): readonly QueryProblem[] {
  return parseSearch(text).terms.flatMap((term) =>
    term.kind === 'study' ? problemOf(book, text, term) : [],
  )
}

function problemOf(
  book: CatalogueBook,
  text: string,
  { field, value, valueFrom, to }: SearchTerm & { readonly kind: 'study' },
): readonly QueryProblem[] {
  const names = book.names[field]
  const wanted = value.toLowerCase()
  const isKnown = [...names.keys()].some((name) => name.toLowerCase().includes(wanted))
  if (isKnown || names.size === 0) return []
  const near = nearest(fold(value), [...names.keys()].flatMap(spellingsOf), (it) => [fold(it)])
  const written = text.slice(valueFrom, to)
  const suggestion = near === null ? null : quoted(near)
  return [{ from: valueFrom, to, code: 'no-such-value', text: written, suggestion }]
}

/** The whole name, its Latin or common half, and runs of one to three of its words. */
function spellingsOf(name: string): readonly string[] {
  const halves = name.split(' - ')
  const words = name.split(/[\s;,()]+/).filter((word) => word.length > 2 && word !== '-')
  const runs = [1, 2, 3].flatMap((length) =>
    words
      .slice(0, words.length - length + 1)
      .map((_, at) => words.slice(at, at + length).join(' ')),
  )
  return [name, ...halves, ...runs].filter((it) => name.toLowerCase().includes(it.toLowerCase()))
}
