import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFileIndex } from '../../main/catalog/file-index.ts'
import { cutFacets } from '../../main/model/facet-lists.ts'
import type { Facet } from '../../main/model/files.ts'
import { everything } from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

const value = fc.constantFrom('', 'a', 'A1', 'a2', 'a10', 'b', 'B2', 'c')
const facet = fc.record({ value, files: fc.nat(3), sizeBytes: fc.nat(9) })
const facets = fc.uniqueArray(facet, { selector: (it) => it.value })
const isThere = (all: readonly Facet[], it: Facet) => all.includes(it)

describe('a long list of values', () => {
  it('is cut to those with most files, in the same order, and says how many more there are', () => {
    fc.assert(
      fc.property(facets, fc.subarray(['', 'a', 'b']), fc.integer({ min: 1, max: 9 }), (...of) => {
        const [all, wanted, most] = of
        const asked = new Set(wanted)
        const { values, more } = cutFacets(all, { asked, text: '', most })
        expect(values).toEqual(all.filter((it) => isThere(values, it)))
        expect(values.length + more).toBe(all.length)
        const isKept = ({ value: own }: Facet) => asked.has(own) || own === ''
        for (const it of all.filter(isKept)) expect(isThere(values, it)).toBe(true)
        const others = values.filter((it) => !isKept(it))
        expect(others.length).toBeLessThanOrEqual(most)
        const gone = all.filter((it) => !isThere(values, it)).map((it) => it.files)
        if (gone.length > 0) expect(values.length).toBeGreaterThanOrEqual(most)
        for (const it of others) expect(it.files).toBeGreaterThanOrEqual(Math.max(0, ...gone))
      }),
    )
  })

  it('has by a part of its text every value, whatever its case', () => {
    fc.assert(
      fc.property(facets, fc.constantFrom('a', 'A1', '2', 'nothing'), (all, text) => {
        const { values, more } = cutFacets(all, { asked: new Set(), text, most: 9 })
        const part = text.toLowerCase()
        const found = all.filter((it) => it.value === '' || it.value.toLowerCase().includes(part))
        expect({ values, more }).toEqual({ values: found, more: 0 })
      }),
    )
  })
})

it('a version with thousands of sessions tells of those with most files, and any is found', async () => {
  const index = createFileIndex()
  const paths = Array.from({ length: 3000 }, (_, at) => `sub-1/sub-1_ses-${at}_ecephys.nwb`)
  index.add([...paths, 'sub-1/sub-1_ses-2999_behavior.nwb'].map((path) => sampleEntry({ path })))
  const { session, more } = await index.facets(everything)
  expect(session.length + more.session).toBe(3000)
  expect(session.length).toBeLessThan(1000)
  expect(session.map((it) => it.value).slice(0, 2)).toEqual(['0', '1'])
  expect(session.at(-1)).toMatchObject({ value: '2999', files: 2 })
  const found = await index.facets(everything, { field: 'session', text: '1734' })
  expect(found.session.map((it) => it.value)).toEqual(['1734'])
  expect(found.more.session).toBe(0)
})
