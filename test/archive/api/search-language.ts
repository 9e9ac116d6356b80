import { memo } from '../tree/cell.ts'
import type { Dandiset, Json, Version } from '../tree/model.ts'
import { latestRelease } from '../tree/tree.ts'

export type Search =
  | { readonly kind: 'filter'; readonly matches: (dandiset: Dandiset) => boolean }
  | { readonly kind: 'error'; readonly message: string }

type Test = (dandiset: Dandiset) => boolean
type Term = { readonly operator: string | undefined; readonly value: string }

const maxCharacters = 1024
const summaryKeys: Readonly<Record<string, string>> = {
  species: 'species',
  approach: 'approach',
  technique: 'measurementTechnique',
}
const dateOperators = ['created', 'modified', 'published'].flatMap((it) => [
  `${it}_before`,
  `${it}_after`,
])
const operators = [...dateOperators, ...Object.keys(summaryKeys), 'file_type', 'owner']

/** The archive's search language: all terms must hold. An empty text matches everything. */
export function compileSearch(text: string): Search {
  if (text.length > maxCharacters) {
    return { kind: 'error', message: `Search must be at most ${maxCharacters} characters.` }
  }
  const terms: Term[] = []
  for (const token of text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []) {
    const term = termOf(token)
    if (typeof term === 'string') return { kind: 'error', message: term }
    terms.push(term)
  }
  const onOneVersion = terms.filter((term) => (term.operator ?? '') in summaryKeys)
  const tests = terms.filter((term) => !onOneVersion.includes(term)).map(testOf)
  if (onOneVersion.length > 0) tests.push((dandiset) => summarised(dandiset, onOneVersion))
  return { kind: 'filter', matches: (dandiset) => tests.every((test) => test(dandiset)) }
}

function termOf(token: string): Term | string {
  if ((token.match(/"/g) ?? []).length % 2 === 1) return 'Unbalanced quote in search.'
  const found = /^([A-Za-z_]+):(.*)$/s.exec(token)
  if (!found) return { operator: undefined, value: token.replaceAll('"', '') }
  const operator = (found[1] ?? '').toLowerCase()
  const value = (found[2] ?? '').replaceAll('"', '')
  if (!operators.includes(operator)) {
    return `Unknown operator "${operator}:". Did you mean "${nearest(operator)}:"?`
  }
  if (value === '') return `Operator "${operator}:" needs a value.`
  if (dateOperators.includes(operator) && !isDate(value)) {
    return `"${value}" is not a valid date. Use YYYY-MM-DD.`
  }
  return { operator, value }
}

function nearest(word: string): string {
  const shared = (it: string) => [...it].filter((char) => word.includes(char)).length / it.length
  return operators.toSorted((a, b) => shared(b) - shared(a))[0] ?? 'species'
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

function testOf({ operator, value }: Term): Test {
  if (operator === undefined) return (it) => textOf(it).includes(plain(value))
  if (dateOperators.includes(operator)) return dateTest(operator, Date.parse(value))
  if (operator === 'file_type') return (it) => hasFileType(it, value.toLowerCase())
  return (it) =>
    it.owners.some((owner) => plain(Object.values(owner).join(' ')).includes(plain(value)))
}

function dateTest(operator: string, limit: number): Test {
  const [field = '', side] = operator.split('_')
  return (dandiset) => {
    const time = timeOf(dandiset, field)
    if (time === undefined) return false
    return side === 'before' ? time < limit : time >= limit
  }
}

function timeOf(dandiset: Dandiset, field: string): number | undefined {
  if (field === 'created') return Date.parse(dandiset.created)
  if (field === 'modified') return Date.parse(dandiset.draft.modified.get())
  const release = latestRelease(dandiset)
  return release && Date.parse(release.created)
}

function versionsOf(dandiset: Dandiset): readonly Version[] {
  return [dandiset.draft, ...dandiset.releases]
}

function summarised(dandiset: Dandiset, terms: readonly Term[]): boolean {
  return versionsOf(dandiset).some((version) => {
    const summary = (version.facts().assetsSummary ?? {}) as Json
    return terms.every(({ operator = '', value }) => {
      const named = summary[summaryKeys[operator] ?? '']
      return namesIn(named).some((name) => name.toLowerCase().includes(value.toLowerCase()))
    })
  })
}

/** The `name` of each object of a list in metadata. */
export function namesIn(list: unknown): readonly string[] {
  if (!Array.isArray(list)) return []
  return list.map((item: { readonly name?: unknown }) => String(item?.name ?? ''))
}

const fileTypes: Readonly<Record<string, string>> = {
  nwb: 'application/x-nwb',
  image: 'image/',
  text: 'text/',
  video: 'video/',
}

function hasFileType(dandiset: Dandiset, wanted: string): boolean {
  const prefix = fileTypes[wanted] ?? wanted
  return dandiset.draft.assets
    .get()
    .some((asset) => String(asset.facts().encodingFormat ?? '').startsWith(prefix))
}

const textOf = memo((dandiset: Dandiset) =>
  plain(`${dandiset.id} ${versionsOf(dandiset).map(textOfVersion).join('\n')}`),
)

function textOfVersion(version: Version): string {
  return `${version.title} ${JSON.stringify(version.facts())}`
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
}
