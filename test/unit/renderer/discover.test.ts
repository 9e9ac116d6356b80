import { describe, expect, it } from 'vitest'
import type { CatalogueFacetCount, QueryProblem } from '../../../main/model/catalogue.ts'
import { stepIn, suggestionsFor } from '../../../renderer/frame/suggestions.ts'
import { wordsOf } from '../../../renderer/frame/words-of.ts'
import { atAGlance, found, offered } from '../../../renderer/screens/discover/facet-values.ts'
import { chosenWords, valueWords } from '../../../renderer/screens/discover/facet-words.ts'
import {
  chosenOf,
  completed,
  isNarrowed,
  openQuestion,
  orderFor,
  pressing,
  valuesIn,
  withValue,
} from '../../../renderer/store/question.ts'

const count = (value: string, dandisets: number): CatalogueFacetCount => ({
  value,
  label: value,
  dandisets,
})

describe('a question', () => {
  it('gains and loses values of facets, and forgets a facet without any', () => {
    const mouse = withValue(openQuestion, { facet: 'species', value: 'mouse' }, true)
    const both = withValue(mouse, { facet: 'species', value: 'rat' }, true)
    expect(chosenOf(both, 'species')).toEqual(['mouse', 'rat'])
    const year = withValue(both, { facet: 'year', value: '2021' }, true)
    expect(valuesIn(year).map((it) => it.value)).toEqual(['mouse', 'rat', '2021'])
    const none = withValue(
      withValue(both, { facet: 'species', value: 'mouse' }, false),
      { facet: 'species', value: 'rat' },
      false,
    )
    expect(none).toEqual(openQuestion)
  })

  it('names a value once, however often it is chosen', () => {
    const once = withValue(openQuestion, { facet: 'species', value: 'mouse' }, true)
    expect(withValue(once, { facet: 'species', value: 'mouse' }, true)).toEqual(once)
  })

  it('is narrowed by words, by values and by leaving drafts out', () => {
    expect(isNarrowed(openQuestion)).toBe(false)
    expect(isNarrowed({ ...openQuestion, text: 'x' })).toBe(true)
    expect(isNarrowed({ ...openQuestion, draftsToo: false })).toBe(true)
    expect(isNarrowed(withValue(openQuestion, { facet: 'year', value: '' }, true))).toBe(true)
  })

  it('is answered by relevance only while it has words, unless a person chose an order', () => {
    expect(orderFor(null, '')).toBe('-modified')
    expect(orderFor(null, 'mouse')).toBe('relevance')
    expect(orderFor('relevance', '')).toBe('-modified')
    expect(orderFor('-size', 'mouse')).toBe('-size')
  })
})

describe('the values of a facet', () => {
  it('show chosen ones even when nothing is left of them, and no others without dandisets', () => {
    expect(offered([count('a', 2), count('b', 0), count('c', 0)], ['c', 'gone'])).toEqual([
      count('a', 2),
      count('c', 0),
      count('gone', 0),
    ])
  })

  it('are the first six at a glance, and chosen ones wherever they are', () => {
    const many = Array.from('abcdefghij', (value) => count(value, 1))
    expect(atAGlance(many, ['i']).map((it) => it.value)).toEqual([...'abcdefi'])
  })

  it('are found by any part of what is read', () => {
    expect(found([count('Mus musculus', 1), count('Homo sapiens', 1)], ' MUSC')).toHaveLength(1)
  })

  it('are read without what the heading says already', () => {
    const technique = { facet: 'technique', value: 'x' } as const
    expect(valueWords(technique, 'spike sorting technique')).toBe('Spike sorting')
    expect(valueWords({ facet: 'license', value: 'x' }, 'spdx:CC-BY-4.0')).toBe('CC-BY-4.0')
    expect(valueWords({ facet: 'species', value: 'x' }, 'House mouse (Mus musculus)')).toBe(
      'House mouse',
    )
    expect(valueWords({ facet: 'access', value: 'embargoed' }, 'embargoed')).toBe('Embargoed')
    expect(valueWords({ facet: 'species', value: '' }, '')).toBe('Not stated')
  })

  it('are read by the label of whichever answer knows them', () => {
    const none = { species: [] } as never
    const known = { species: [{ value: 'taxon:9606', label: 'Human', dandisets: 1 }] } as never
    const chosen = { facet: 'species', value: 'taxon:9606' } as const
    expect(chosenWords(chosen, [undefined, none, known])).toBe('Human')
    expect(chosenWords(chosen, [none])).toBe('taxon:9606')
  })
})

describe('the field', () => {
  it('puts a completion in its place, with a gap after a value and none after an operator', () => {
    expect(completed('a spec b', { from: 2, to: 6 }, 'species:')).toEqual({
      text: 'a species: b',
      caret: 10,
    })
    expect(completed('species:mo', { from: 0, to: 10 }, 'species:mouse')).toEqual({
      text: 'species:mouse ',
      caret: 14,
    })
    expect(completed('x species:mo b', { from: 2, to: 12 }, 'species:mouse').text).toBe(
      'x species:mouse b',
    )
  })

  it('tells what is wrong at once, but not of the word that is being typed', () => {
    const problem = (from: number, to: number): QueryProblem => ({
      from,
      to,
      code: 'no-value',
      text: '',
      suggestion: null,
    })
    const problems = [problem(0, 3), problem(4, 8)]
    expect(pressing(problems, 'abc defg', true)).toEqual([problem(0, 3)])
    expect(pressing(problems, 'abc defg', false)).toEqual(problems)
  })

  it('searches for what is in it but for blanks at its end, and at most 1024 characters', () => {
    expect(wordsOf('  ')).toBe('')
    expect(wordsOf(' mouse ')).toBe(' mouse')
    expect(wordsOf('x'.repeat(2000))).toHaveLength(1024)
  })

  it('offers kept searches while it is empty, operators, and values with their numbers', () => {
    const options = [
      { insert: 'species:', label: 'species', dandisets: null, note: '' },
      { insert: 'species:rat', label: 'Rat', dandisets: 3, note: '' },
    ]
    const query = { instance: 'dandi', ...openQuestion }
    const searches = [{ name: 'mine', query }]
    const kinds = (text: string) =>
      suggestionsFor(text, { from: 0, to: 0, options }, searches).map((it) => it.kind)
    expect(kinds('')).toEqual(['search', 'operator', 'value'])
    expect(kinds('s')).toEqual(['operator', 'value'])
  })

  it('is one of the places that arrow keys go round', () => {
    expect([-1, 0, 1].map((at) => stepIn(2, at, 1))).toEqual([0, 1, -1])
    expect([-1, 0, 1].map((at) => stepIn(2, at, -1))).toEqual([1, -1, 0])
  })
})
