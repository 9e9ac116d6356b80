import type { FacetField } from '../../../main/model/facts.ts'
import type { Filter, Range, Selection } from '../../../main/model/selection.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { ageWords, dateWords, sizeWords } from '../../format/range.ts'
import { speciesWord } from '../../format/species.ts'
import { t } from '../../locales/t.ts'

/** What can be asked of files beside the words in the box: each has its page in the filter menu. */
export type Topic = FacetField | 'path' | 'sizeBytes' | 'modifiedAt' | 'ageDays'

/** One condition of a filter, in words, and the filter without it. */
export interface Condition {
  readonly key: string
  /** Where it is changed; null for the words in the box. */
  readonly topic: Topic | null
  /** "Sex: F, M" */
  readonly chip: string
  /** "sex is F or M" */
  readonly phrase: string
  readonly without: Filter
}

export function conditionsOf(filter: Filter): readonly Condition[] {
  return [...nameConditions(filter), ...facetConditions(filter), ...rangeConditions(filter)]
}

function nameConditions(filter: Filter): readonly Condition[] {
  const { text, regex, include, exclude } = filter
  const all: readonly (Condition | false)[] = [
    text.trim() !== '' && {
      key: 'text',
      topic: null,
      chip: t('condition.text.chip', { text }),
      phrase: t('condition.text', { text }),
      without: { ...filter, text: '' },
    },
    regex !== '' && {
      key: 'regex',
      topic: 'path',
      chip: t('condition.regex.chip', { regex }),
      phrase: t('condition.regex', { regex }),
      without: { ...filter, regex: '' },
    },
    include.length > 0 && {
      key: 'include',
      topic: 'path',
      chip: t('condition.include.chip', { globs: shortened(include) }),
      phrase: t('condition.include', { globs: joined(include) }),
      without: { ...filter, include: [] },
    },
    exclude.length > 0 && {
      key: 'exclude',
      topic: 'path',
      chip: t('condition.exclude.chip', { globs: shortened(exclude) }),
      phrase: t('condition.exclude', { globs: joined(exclude) }),
      without: { ...filter, exclude: [] },
    },
  ]
  return all.filter((it) => it !== false)
}

function facetConditions(filter: Filter): readonly Condition[] {
  return filter.facets.map((condition) => {
    const { field, not } = condition
    const values = condition.values.map(valueName)
    const name = t(`field.${field}`)
    const side = not ? 'not' : 'is'
    return {
      key: `${field}-${side}`,
      topic: field,
      chip: t(`condition.${side}.chip`, { name, values: shortened(values.map(speciesWord)) }),
      phrase: t(`condition.${side}`, { name: name.toLowerCase(), values: joined(values) }),
      without: { ...filter, facets: filter.facets.filter((it) => it !== condition) },
    }
  })
}

const ranges = { sizeBytes: sizeWords, modifiedAt: dateWords, ageDays: ageWords } as const

function rangeConditions(filter: Filter): readonly Condition[] {
  return (['sizeBytes', 'modifiedAt', 'ageDays'] as const).flatMap((topic) => {
    const range: Range | null = filter[topic]
    if (range === null) return []
    const name = t(`field.${topic}`)
    const words = ranges[topic](range)
    return [
      {
        key: topic,
        topic,
        chip: t('condition.is.chip', { name, values: words }),
        phrase: `${name.toLowerCase()} ${words}`,
        without: { ...filter, [topic]: null },
      },
    ]
  })
}

/** `''` is how rules say that nothing is stated. */
export const valueName = (value: string) => (value === '' ? t('value.none') : value)

function shortened(values: readonly string[]): string {
  const [first = '', second, ...rest] = values
  if (second === undefined) return first
  return rest.length === 0 ? `${first}, ${second}` : `${first}, ${second} +${rest.length}`
}

const said = 12

function joined(values: readonly string[]): string {
  if (values.length <= said) return values.join(t('words.or'))
  const rest = values.length - said
  return [...values.slice(0, said), t('filter.more', { count: rest })].join(', ')
}

/** The rules of a selection as one sentence: "Everything where sex is F, without 3 left out by hand". */
export function selectionWords(selection: Selection): string {
  const { filter, sample } = selection
  const phrases = conditionsOf(filter).map((it) => it.phrase)
  const where = phrases.length === 0 ? '' : ` ${t('rules.where', { rules: phrases.join(', ') })}`
  const some = sample === null ? '' : `; ${t('rules.sample', { sample: sampleWords(sample) })}`
  return `${picked(selection, where)}${some}`
}

function picked({ base, ticks, zarrParts }: Selection, where: string): string {
  const on = ticks.filter((it) => it.on).length
  const off = ticks.length - on
  if (base === 'none' && on === 0) return t('rules.nothing')
  const words = base === 'all' ? t('rules.everything') : t('rules.picked', tally(on))
  return [
    `${words}${where}`,
    off > 0 && t('rules.left-out', tally(off)),
    base === 'all' && on > 0 && t('rules.put-back', tally(on)),
    zarrParts.length > 0 && t('rules.in-part', tally(zarrParts.length)),
  ]
    .filter((it) => it !== false)
    .join(', ')
}

const tally = (count: number) => ({ count, total: formatCount(count) })

export function sampleWords(sample: NonNullable<Selection['sample']>): string {
  switch (sample.kind) {
    case 'one-session':
    case 'session-per-subject':
    case 'smallest-per-modality':
      return t(`sample.${sample.kind}`)
    case 'first-bytes':
      return t('sample.first-bytes', { size: formatBytes(sample.bytes) })
    case 'random':
      return t('sample.random', { ...tally(sample.files), seed: sample.seed })
    default:
      return sample satisfies never
  }
}
