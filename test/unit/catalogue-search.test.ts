import { describe, expect, it } from 'vitest'
import { completeSearch, valueProblems } from '../../main/model/catalogue-complete.ts'
import { bookOf, speciesLabel } from '../../main/model/catalogue-facts.ts'
import { findItems } from '../../main/model/catalogue-find.ts'
import { searchLinkOf, searchOfLink } from '../../main/model/catalogue-link.ts'
import { excerptOf, marksOf } from '../../main/model/catalogue-marks.ts'
import { parseSearch, withoutTerm } from '../../main/model/catalogue-search.ts'
import { editDistance, nearest } from '../../main/model/edit-distance.ts'
import { describeVersion } from '../../main/sources/describe-version.ts'
import { dandiset, study } from '../support/sample-catalogue.ts'

const problems = (text: string) =>
  parseSearch(text).problems.map(({ code, from, to, suggestion }) => [
    code,
    text.slice(from, to),
    suggestion,
  ])
const terms = (text: string) =>
  parseSearch(text).terms.map((term) => `${term.kind} ${text.slice(term.from, term.to)}`)

describe('a search is read', () => {
  it.each([
    ['', []],
    ['   ', []],
    ['mouse  cortex', ['words mouse', 'words cortex']],
    ['"spike sorting" rat', ['words "spike sorting"', 'words rat']],
    ['"species:mouse"', ['words "species:mouse"']],
    ['species:mouse x', ['study species:mouse', 'words x']],
    ['technique:"spike sorting"', ['study technique:"spike sorting"']],
    ['Species:mou"se x"', ['study Species:mou"se x"']],
    ['created_after:2021-02-28', ['date created_after:2021-02-28']],
    ['owner:ada file_type:nwb', ['server owner:ada', 'server file_type:nwb']],
    ['DANDI:000026', ['words DANDI:000026']],
    ['doi:10.48324/dandi.000004', ['words doi:10.48324/dandi.000004']],
    [
      'https://dandiarchive.org/dandiset/000026',
      ['words https://dandiarchive.org/dandiset/000026'],
    ],
    ['C. elegans: pan-neuronal', ['words C.', 'words pan-neuronal']],
  ])('“%s”', (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  it.each([
    ['specie:mouse', [['unknown-operator', 'specie', 'species']]],
    ['tecnique:x', [['unknown-operator', 'tecnique', 'technique']]],
    ['creatd_before:2020-01-01', [['unknown-operator', 'creatd_before', 'created_before']]],
    ['weather:rain', [['unknown-operator', 'weather', null]]],
    ['rat species:', [['no-value', 'species:', null]]],
    ['species:""', [['no-value', 'species:""', null]]],
    ['created_after:2021', [['bad-date', '2021', '2021-01-01']]],
    ['created_after:2021/3/5', [['bad-date', '2021/3/5', '2021-03-05']]],
    ['created_after:20210305', [['bad-date', '20210305', '2021-03-05']]],
    ['created_after:2021-02-30', [['bad-date', '2021-02-30', null]]],
    ['created_after:5/3/2021', [['bad-date', '5/3/2021', null]]],
    ['a modified_before:soon b', [['bad-date', 'soon', null]]],
    ['x "spike so', [['quote', '"spike so', '"spike so"']]],
    ['technique:"spike so', [['quote', '"spike so', '"spike so"']]],
    [
      'specie:a created_after:b species:',
      [
        ['unknown-operator', 'specie', 'species'],
        ['bad-date', 'b', null],
        ['no-value', 'species:', null],
      ],
    ],
  ])('what is wrong is shown where it is: “%s”', (text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  it('an open quote ends with the text', () => {
    const [term] = parseSearch('technique:"spike so').terms
    expect(term).toMatchObject({ kind: 'study', field: 'technique', value: 'spike so' })
  })

  it('what only the archive knows is asked for in its language', () => {
    const [term] = parseSearch('OWNER:"Ada Lovelace').terms
    expect(term).toMatchObject({ kind: 'server', asked: 'owner:"Ada Lovelace"' })
  })

  it('a term is taken out with the blanks around it', () => {
    const text = 'mouse species:rat  cortex'
    const [, term] = parseSearch(text).terms
    expect(withoutTerm(text, term ?? { from: 0, to: 0 })).toBe('mouse cortex')
  })
})

describe('a misspelt word', () => {
  it.each([
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['', 'abc', 3],
    ['same', 'same', 0],
  ])('%s and %s are so far apart', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })

  it('means the nearest, and nothing when all are far', () => {
    const choices = ['species', 'approach', 'technique']
    const own = (it: string) => [it]
    expect(nearest('speceis', choices, own)).toBe('species')
    expect(nearest('aproch', choices, own)).toBe('approach')
    expect(nearest('zzzz', choices, own)).toBeNull()
  })
})

const mouse = {
  name: 'Mus musculus - House mouse',
  identifier: 'http://purl.obolibrary.org/obo/NCBITaxon_10090',
}
const rat = { name: 'Rattus norvegicus - Norway rat', identifier: null }
const book = bookOf([
  dandiset('000001', {
    published: study({ species: [mouse], techniques: ['spike sorting technique'] }),
  }),
  dandiset('000002', {
    draft: study({ species: [{ name: 'House mouse', identifier: 'NCBITaxon:10090' }] }),
  }),
  dandiset('000003', {
    draft: study({ species: [{ name: 'house mouse', identifier: null }, rat] }),
  }),
])

describe('a day', () => {
  const start = Date.UTC(2022, 4, 6)
  const at = (createdAt: number) => bookOf([dandiset('000001', {}, { createdAt })])
  const finds = (createdAt: number, text: string) => {
    const query = { instance: 'local', text, facets: [], draftsToo: true }
    return findItems(at(createdAt), query, { words: null, server: null }).length === 1
  }

  it('is after itself from its first moment on, and before itself never', () => {
    expect(finds(start, 'created_after:2022-05-06')).toBe(true)
    expect(finds(start - 1, 'created_after:2022-05-06')).toBe(false)
    expect(finds(start, 'created_before:2022-05-06')).toBe(false)
    expect(finds(start - 1, 'created_before:2022-05-06')).toBe(true)
  })

  it('is no answer for what has no such date', () => {
    expect(finds(start, 'published_before:2030-01-01')).toBe(false)
    expect(finds(start, 'published_after:1990-01-01')).toBe(false)
  })
})

describe('metadata of any shape', () => {
  it.each([
    {},
    { assetsSummary: null, contributor: 'somebody', keywords: 'one', license: null },
    { assetsSummary: { species: 'Mus musculus', numberOfSubjects: 'many' }, name: 7 },
    { assetsSummary: [{ species: [null, 3, { identifier: {} }] }], about: { deep: [[['x']]] } },
  ])('are kept as far as they can be read: %j', (metadata) => {
    const { study: found, about } = describeVersion(metadata)
    expect(found.subjects).toBeNull()
    expect(found.species.every(({ name }) => typeof name === 'string')).toBe(true)
    expect(typeof about.title).toBe('string')
  })

  it('leave no address of a person among the words', () => {
    const metadata = {
      contributor: [
        { name: 'Lovelace, Ada', email: 'ada@example.org', affiliation: { name: 'London' } },
      ],
    }
    expect(describeVersion(metadata).rest).toEqual(['London'])
  })
})

describe('species', () => {
  it('are grouped by identifier however it is written, and by name where there is none', () => {
    expect(book.items.map(({ values }) => values.species)).toEqual([
      ['taxon:10090'],
      ['taxon:10090'],
      ['taxon:10090', 'rattus norvegicus - norway rat'],
    ])
  })

  it('are read with their common name first', () => {
    expect(speciesLabel(mouse.name)).toBe('House mouse (Mus musculus)')
    expect(speciesLabel('Danio rerio')).toBe('Danio rerio')
  })
})

describe('a value that nothing has', () => {
  it.each([
    ['species:mouze', 'mouse'],
    ['species:"Mus musclus"', '"Mus musculus"'],
    ['species:unicorn', null],
    ['technique:"spike sortng"', '"spike sorting"'],
  ])('%s', (text, suggestion) => {
    const [problem] = valueProblems(book, text)
    expect(problem).toMatchObject({ code: 'no-such-value', suggestion })
    expect(text.slice(problem?.from, problem?.to)).toBe(text.slice(text.indexOf(':') + 1))
    if (suggestion !== null) {
      expect(valueProblems(book, text.slice(0, problem?.from) + suggestion)).toEqual([])
    }
  })

  it('is no problem when some dandiset has it', () => {
    expect(valueProblems(book, 'species:house technique:SORT mouze')).toEqual([])
  })
})

describe('completion', () => {
  const inserts = (text: string, caret = text.length) =>
    completeSearch(book, text, caret).options.map(({ insert }) => insert)

  it('offers operators that begin so, and all where nothing is typed', () => {
    expect(inserts('sp')[0]).toBe('species:')
    expect(inserts('created')).toEqual(['created_after:', 'created_before:'])
    expect(inserts('mouse ')).toContain('owner:')
  })

  it('offers values of the operator, quoted where they need it', () => {
    expect(inserts('species:musculus')).toEqual(['"Mus musculus - House mouse"'])
    expect(inserts('file_type:')).toEqual(['nwb', 'image', 'text', 'video'])
    expect(inserts('created_after:')).toEqual([])
  })

  it('of a word offers values with their operator', () => {
    expect(inserts('norway')).toEqual(['species:"Rattus norvegicus - Norway rat"'])
  })

  it('takes the place of what stands around the caret and leaves the rest', () => {
    const text = 'a technique:spi b'
    const { from, to, options } = completeSearch(book, text, 14)
    expect(text.slice(from, to)).toBe('spi')
    expect(options[0]).toMatchObject({ insert: '"spike sorting technique"', dandisets: 1 })
  })
})

describe('marks', () => {
  it.each([
    ['Hippocampal replay', ['hippoc'], ['Hippoc']],
    ['Étude de Léon', ['leon', 'etude'], ['Étude', 'Léon']],
    ['a spike-sorting study', ['spike sorting'], ['spike-sorting']],
    ['neurophysiology', ['physiology'], []],
    ['cortex, Cortex', ['cort', 'cortex'], ['cortex', 'Cortex']],
    ['𝒳 mouse 🐁 mouse', ['mouse'], ['mouse', 'mouse']],
    ['a (b) c', ['('], []],
  ])('of %s for %s', (text, phrases, expected) => {
    expect(marksOf(text, phrases).map(([from, to]) => text.slice(from, to))).toEqual(expected)
  })

  it('an excerpt is around the match and marks it', () => {
    const text = `${'before '.repeat(60)}the hippocampus ${'after '.repeat(60)}`
    const found = excerptOf(['nothing here', text], ['hippocampus'])
    expect(found?.text.length).toBeLessThan(200)
    expect(found?.text).toMatch(/^…before/)
    const marked = found?.marks.map(([from, to]) => found.text.slice(from, to))
    expect(marked).toEqual(['hippocampus'])
    expect(excerptOf([text], ['nowhere'])).toBeNull()
  })

  it('an excerpt has the match near its beginning, however near to the end of the text it is', () => {
    for (const length of [60, 120, 200, 400]) {
      const text = `${'many words '.repeat(length / 10)}hippocampus`
      const { text: shown = '', marks = [] } = excerptOf([text], ['hippocampus']) ?? {}
      expect(marks[0]?.[0]).toBeLessThan(80)
      expect(shown.slice(...(marks[0] ?? []))).toBe('hippocampus')
    }
    expect(excerptOf(['a short text of the hippocampus'], ['hippocampus'])?.text).toBe(
      'a short text of the hippocampus',
    )
  })
})

describe('a link for a search', () => {
  const query = {
    instance: 'ember-dandi',
    text: 'species:"Mus musculus" café & more',
    facets: [
      { facet: 'species', values: ['taxon:10090', ''] },
      { facet: 'year', values: ['2023'] },
    ],
    draftsToo: true,
  } as const

  it('leads back to the same search', () => {
    expect(searchOfLink(searchLinkOf(query))).toEqual(query)
    const plain = { instance: 'dandi', text: '', facets: [], draftsToo: false }
    expect(searchOfLink(searchLinkOf(plain))).toEqual(plain)
  })

  it.each(['dandi://dandi/000026', 'dandelion://open/000026', 'search', 'https://search?q=a', ''])(
    '“%s” is none',
    (text) => {
      expect(searchOfLink(text)).toBeNull()
    },
  )
})
