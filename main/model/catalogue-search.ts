/** The archive's search language: words, and operators such as `species:mouse`, all of which must hold. */
import type { QueryProblem } from './catalogue.ts'
import { nearest } from './edit-distance.ts'

const studyOperators = ['species', 'approach', 'technique'] as const
const serverOperators = ['file_type', 'owner'] as const
const dateFields = ['created', 'modified', 'published'] as const

export type StudyField = (typeof studyOperators)[number]
export type DateField = (typeof dateFields)[number]

/** In the order in which they are offered. */
export const searchOperators = [
  ...studyOperators,
  ...serverOperators,
  ...dateFields.flatMap((field) => [`${field}_after`, `${field}_before`] as const),
] as const
export type SearchOperator = (typeof searchOperators)[number]

interface Place {
  /** Of the whole term in the text, quotes and operator included. */
  readonly from: number
  readonly to: number
}

export type SearchTerm = Place &
  (
    | { readonly kind: 'words'; readonly value: string }
    | {
        readonly kind: 'study'
        readonly field: StudyField
        readonly value: string
        /** Where the value begins. */
        readonly valueFrom: number
      }
    | {
        readonly kind: 'date'
        readonly field: DateField
        /** `before`: strictly earlier than `at`; `after`: then or later. */
        readonly side: 'before' | 'after'
        /** Start of the day in UTC, ms since 1970. */
        readonly at: number
      }
    /** Only the archive knows who owns a dandiset and of what type its files are. */
    | { readonly kind: 'server'; readonly asked: string }
  )

export interface ParsedSearch {
  readonly terms: readonly SearchTerm[]
  /** In the order of the text. */
  readonly problems: readonly QueryProblem[]
}

/** Splits and reads a text; what cannot be understood is a problem and no term. Never throws. */
export function parseSearch(text: string): ParsedSearch {
  const terms: SearchTerm[] = []
  const problems: QueryProblem[] = []
  for (const token of tokensOf(text)) {
    const read = readToken(token)
    if (read.term) terms.push(read.term)
    problems.push(...read.problems)
  }
  return { terms, problems }
}

export interface SearchToken extends Place {
  readonly text: string
}

/** Pieces between blanks; a blank in quotes divides nothing. */
export function tokensOf(text: string): readonly SearchToken[] {
  return [...text.matchAll(/(?:[^\s"]|"[^"]*"?)+/g)].map((match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }))
}

interface Read {
  readonly term: SearchTerm | null
  readonly problems: readonly QueryProblem[]
}

function readToken(token: SearchToken): Read {
  const { operator, value, valueFrom } = splitToken(token)
  const quote = openQuote(token)
  const problems = quote ? [quote] : []
  if (operator === null) {
    const term = { kind: 'words', value, from: token.from, to: token.to } as const
    return { term: isBlank(value) ? null : term, problems }
  }
  const known = searchOperators.find((each) => each === operator.toLowerCase())
  if (known === undefined) return { term: null, problems: [unknownOperator(token, operator)] }
  if (isBlank(value)) return { term: null, problems: [noValue(token)] }
  const term = termOf(known, value, { ...token, valueFrom })
  return term ? { term, problems } : { term: null, problems: [badDate(token, valueFrom)] }
}

const isBlank = (text: string) => text.trim() === ''

/** The operator before the colon, if there is one, and the value without its quotes. */
export function splitToken({ text, from }: SearchToken) {
  const [, operator, rest = ''] = /^([A-Za-z_]+):(.*)$/s.exec(text) ?? []
  const isAddress = rest.startsWith('//') || /^(?:dandi:?|doi)$/i.test(operator ?? '')
  if (operator === undefined || isAddress) {
    return { operator: null, value: text.replaceAll('"', ''), valueFrom: from }
  }
  return { operator, value: rest.replaceAll('"', ''), valueFrom: from + operator.length + 1 }
}

function termOf(
  operator: SearchOperator,
  value: string,
  { from, to, valueFrom }: Place & { readonly valueFrom: number },
): SearchTerm | null {
  switch (operator) {
    case 'species':
    case 'approach':
    case 'technique':
      return { kind: 'study', field: operator, value, valueFrom, from, to }
    case 'file_type':
    case 'owner':
      return { kind: 'server', asked: `${operator}:${quoted(value)}`, from, to }
    default: {
      const at = dayOf(value)
      if (at === null) return null
      const [field, side] = operator.split('_') as [DateField, 'before' | 'after']
      return { kind: 'date', field, side, at, from, to }
    }
  }
}

/** Start of the day `YYYY-MM-DD` in UTC; null for a day that no calendar has. */
function dayOf(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null
  const at = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? at : null
}

function openQuote({ text, from, to }: SearchToken): QueryProblem | null {
  if (text.split('"').length % 2 === 1) return null
  const at = from + text.lastIndexOf('"')
  const part = text.slice(at - from)
  return { from: at, to, code: 'quote', text: part, suggestion: `${part.trimEnd()}"` }
}

function unknownOperator({ from }: SearchToken, operator: string): QueryProblem {
  const to = from + operator.length
  const suggestion = nearest(operator.toLowerCase(), searchOperators, (name) => [name])
  return { from, to, code: 'unknown-operator', text: operator, suggestion }
}

function noValue({ text, from, to }: SearchToken): QueryProblem {
  return { from, to, code: 'no-value', text, suggestion: null }
}

function badDate({ text, from, to }: SearchToken, valueFrom: number): QueryProblem {
  const written = text.slice(valueFrom - from)
  const suggestion = likelyDay(written.replaceAll('"', '').trim())
  return { from: valueFrom, to, code: 'bad-date', text: written, suggestion }
}

/** A year, a month, or a day with other marks between; null when day and month could be either. */
function likelyDay(text: string): string | null {
  const [, year, month = '1', day = '1'] =
    /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(text) ??
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    []
  if (year === undefined) return null
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return dayOf(written) === null ? null : written
}

/** A value as it can stand after an operator. */
export function quoted(value: string): string {
  return /[\s"]/.test(value) ? `"${value.replaceAll('"', '')}"` : value
}

/** The text without one of its terms. */
export function withoutTerm(text: string, { from, to }: Place): string {
  return `${text.slice(0, from).trimEnd()} ${text.slice(to).trimStart()}`.trim()
}
