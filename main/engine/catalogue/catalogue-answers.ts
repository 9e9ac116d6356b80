/** Answers from the kept catalogue; only what the archive alone knows is asked of it. */
import type {
  CatalogueDetail,
  CatalogueFacetCounts,
  CatalogueOrder,
  CataloguePage,
  CatalogueQuery,
  CatalogueRow,
  Completion,
  Loosening,
  QueryProblem,
} from '../../model/catalogue.ts'
import { completeSearch, valueProblems } from '../../model/catalogue-complete.ts'
import type { CatalogueItem, VersionKind } from '../../model/catalogue-facts.ts'
import {
  type Answers,
  countFacets,
  findItems,
  loosened,
  sortItems,
} from '../../model/catalogue-find.ts'
import { excerptOf, marksOf, wordsIn } from '../../model/catalogue-marks.ts'
import { catalogueRow } from '../../model/catalogue-row.ts'
import { parseSearch, type SearchTerm } from '../../model/catalogue-search.ts'
import { Failure } from '../../model/failure.ts'
import type { VersionRow } from '../../model/listing.ts'
import type { Context } from '../context.ts'
import type { CatalogueShelf } from './catalogue-shelf.ts'

export interface PageWish {
  readonly query: CatalogueQuery
  readonly order: CatalogueOrder
  readonly offset: number
  readonly limit: number
}

export interface CatalogueAnswers {
  page(wish: PageWish): Promise<CataloguePage>
  facets(query: CatalogueQuery): Promise<CatalogueFacetCounts>
  complete(instance: string, text: string, caret: number): Promise<Completion>
  /** Throws `remote.not-found` for a dandiset that the catalogue does not have. */
  dandiset(instance: string, dandisetId: string): Promise<CatalogueDetail>
}

/** The archive's answer to the same question is taken for as long. */
const ASKED_MS = 5 * 60_000
/** After this a refusal is no longer taken for the answer. */
const REFUSED_MS = 15_000
/** Of a longer text nobody wants to hear about each word. */
const MOST_LOOSENED = 16
/** Nobody waits longer for a list that the rest of the search does without. */
const PATIENCE_MS = 10_000

export function createCatalogueAnswers(
  context: Pick<Context, 'store' | 'sources' | 'clock' | 'signal'>,
  shelf: CatalogueShelf,
): CatalogueAnswers {
  const { store } = context
  const ask = createAsking(context)

  async function answersTo(query: CatalogueQuery, isRanked: boolean) {
    const { terms } = parseSearch(query.text)
    const asked = terms.filter((term) => term.kind === 'server')
    const server = asked.length === 0 ? null : await ask(query.instance, askedText(asked))
    const refused = server === null ? asked.map((term) => notAsked(query.text, term)) : []
    const words = wordsOf(terms)
    const found = words.length > 0 ? store.catalogue.find(query.instance, words, isRanked) : null
    if (found && isRanked) exactIdFirst(found, words)
    return { answers: { words: found, server } satisfies Answers, refused }
  }

  async function countWithout(query: CatalogueQuery): Promise<number> {
    const { answers } = await answersTo(query, false)
    return findItems(await shelf.book(query.instance), query, answers).length
  }

  async function loosen(query: CatalogueQuery): Promise<readonly Loosening[]> {
    const found: Loosening[] = []
    for (const one of loosened(await shelf.book(query.instance), query).slice(0, MOST_LOOSENED)) {
      const total = await countWithout(one.query)
      if (total > 0) found.push({ ...one, total })
    }
    return found.sort((a, b) => b.total - a.total)
  }

  function rowOf(instance: string, item: CatalogueItem, words: readonly string[]): CatalogueRow {
    const row = catalogueRow(item)
    if (words.length === 0) return row
    const titleMatches = marksOf(row.title, words)
    const others = words.filter((word) => marksOf(row.title, [word]).length === 0)
    const texts = () => textsOf(instance, item)
    const found =
      (others.length > 0 ? excerptOf(texts(), others) : null) ?? excerptOf(texts(), words)
    return {
      ...row,
      titleMatches,
      excerpt: found?.text ?? null,
      excerptMatches: found?.marks ?? [],
    }
  }

  /** What the words may stand in beside the title, the most telling first. */
  function* textsOf(instance: string, { known }: CatalogueItem): Generator<string> {
    const { listed } = known
    const kinds: readonly VersionKind[] = listed.published ? ['published', 'draft'] : ['draft']
    yield listed.contact
    for (const kind of kinds) {
      const found = store.catalogue.described(instance, listed.id, kind)
      if (!found) continue
      const { about, study, rest } = found
      yield about.description
      yield* about.contributors.map(({ name }) => name)
      yield* [...about.keywords, ...about.species, ...about.approaches, ...about.techniques]
      yield* [...about.variables, ...study.standards, about.title, ...rest]
    }
  }

  return {
    async page({ query, order, offset, limit }) {
      const { answers, refused } = await answersTo(query, order === 'relevance')
      const book = await shelf.book(query.instance)
      const items = sortItems(findItems(book, query, answers), order, answers.words)
      const { terms, problems } = parseSearch(query.text)
      const words = wordsOf(terms)
      return {
        rows: items.slice(offset, offset + limit).map((item) => rowOf(query.instance, item, words)),
        total: items.length,
        files: items.reduce((sum, { shown }) => sum + shown.files, 0),
        sizeBytes: items.reduce((sum, { shown }) => sum + shown.sizeBytes, 0),
        problems: inOrder([...problems, ...valueProblems(book, query.text), ...refused]),
        loosen: items.length === 0 ? await loosen(query) : [],
      }
    },
    async facets(query) {
      const { answers } = await answersTo(query, false)
      return countFacets(await shelf.book(query.instance), query, answers)
    },
    complete: async (instance, text, caret) =>
      completeSearch(await shelf.book(instance), text, caret),
    async dandiset(instance, dandisetId) {
      const { items } = await shelf.book(instance)
      const item = items.find(({ known }) => known.listed.id === dandisetId)
      if (!item) throw new Failure('remote.not-found', 'ask-user', { dandiset: dandisetId })
      const kind = item.known.listed.published ? 'published' : 'draft'
      return {
        row: catalogueRow(item),
        about: store.catalogue.described(instance, dandisetId, kind)?.about ?? null,
        versions: versionsOf(item),
      }
    },
  }
}

/** Words and phrases that the index can look for. */
function wordsOf(terms: readonly SearchTerm[]): readonly string[] {
  return terms
    .filter((term) => term.kind === 'words')
    .map(({ value }) => value.replace(/^(?:dandi|doi):(?=\d)/i, ''))
    .filter((value) => wordsIn(value).length > 0)
}

/** A dandiset's number is meant for that dandiset. */
function exactIdFirst(found: Map<string, number>, words: readonly string[]): void {
  for (const word of words) {
    const id = /^\d{1,6}$/.test(word) ? word.padStart(6, '0') : ''
    if (found.has(id)) found.set(id, Number.NEGATIVE_INFINITY)
  }
}

function askedText(terms: readonly (SearchTerm & { readonly kind: 'server' })[]): string {
  return terms.map(({ asked }) => asked).join(' ')
}

function notAsked(text: string, { from, to }: SearchTerm): QueryProblem {
  return { from, to, code: 'not-asked', text: text.slice(from, to), suggestion: null }
}

function inOrder(problems: readonly QueryProblem[]): readonly QueryProblem[] {
  return problems.toSorted((a, b) => a.from - b.from)
}

function versionsOf({ known }: CatalogueItem): readonly VersionRow[] {
  const { published, draft } = known.listed
  return [published, draft]
    .filter((version) => version !== null)
    .map(({ version, files, sizeBytes, modifiedAt, status }) => ({
      version,
      assetCount: files,
      sizeBytes,
      modifiedAt,
      status,
    }))
    .sort((a, b) => (b.modifiedAt ?? 0) - (a.modifiedAt ?? 0))
}

/** Asks the archive itself and keeps its answers a while; null when it cannot be asked. */
function createAsking({ sources, clock, signal }: Pick<Context, 'sources' | 'clock' | 'signal'>) {
  const kept = new Map<
    string,
    { readonly until: number; readonly ids: ReadonlySet<string> | null }
  >()
  const under = new Map<string, Promise<ReadonlySet<string> | null>>()

  async function ask(instance: string, text: string): Promise<ReadonlySet<string> | null> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
    try {
      return new Set(await sources.catalog(instance).search(text, patience))
    } catch (error) {
      signal.throwIfAborted()
      if (error instanceof Failure || patience.aborted) return null
      throw error
    }
  }

  return async (instance: string, text: string) => {
    const key = JSON.stringify([instance, text])
    const known = kept.get(key)
    if (known && clock.now() < known.until) return known.ids
    const asking = under.get(key) ?? ask(instance, text)
    under.set(key, asking)
    try {
      const ids = await asking
      kept.set(key, { until: clock.now() + (ids ? ASKED_MS : REFUSED_MS), ids })
      return ids
    } finally {
      under.delete(key)
    }
  }
}
