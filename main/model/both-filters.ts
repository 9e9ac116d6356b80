import { compileRegex, type Filter, type Range } from './selection.ts'

/** One filter that holds where both hold; null when no filter can say it. */
export function bothFilters(a: Filter, b: Filter): Filter | null {
  const [text, ...moreTexts] = distinct([a.text.trim(), b.text.trim()])
  const [include, moreGlobs] = a.include.length > 0 ? [a.include, b.include] : [b.include, []]
  const regexes = distinct([a.regex, b.regex])
  const sources = [
    ...regexes,
    ...moreTexts.map(escaped),
    ...(moreGlobs.length > 0 ? [`^(?:${moreGlobs.map(globSource).join('|')})$`] : []),
  ]
  const regex = allOf(sources)
  if (regex === null) return null
  return {
    text: text ?? '',
    regex,
    facets: distinctFacets([...a.facets, ...b.facets]),
    include,
    exclude: distinct([...a.exclude, ...b.exclude]),
    sizeBytes: within(a.sizeBytes, b.sizeBytes),
    modifiedAt: within(a.modifiedAt, b.modifiedAt),
    ageDays: within(a.ageDays, b.ageDays),
  }
}

/** An expression found where all are found. Groups that are counted or named would be mixed up. */
function allOf(sources: readonly string[]): string | null {
  if (sources.length <= 1) return sources[0] ?? ''
  const isSafe = sources.every(
    (source) => compileRegex(source) !== null && !/\\[1-9k]|\(\?<[^=!]/.test(source),
  )
  return isSafe ? `^${sources.map((source) => `(?=[^]*?(?:${source}))`).join('')}` : null
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
const globSource = (glob: string): string => glob.split('*').map(escaped).join('[^]*')

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter((text) => text !== ''))]
}

function distinctFacets(facets: Filter['facets']): Filter['facets'] {
  return [...new Map(facets.map((facet) => [JSON.stringify(facet), facet])).values()]
}

/** Both ends are closed, so what lies within both lies within this. */
function within(a: Range | null, b: Range | null): Range | null {
  if (!a || !b) return a ?? b
  const froms = [a.from, b.from].filter((each) => each !== null)
  const tos = [a.to, b.to].filter((each) => each !== null)
  return {
    from: froms.length === 0 ? null : Math.max(...froms),
    to: tos.length === 0 ? null : Math.min(...tos),
  }
}
