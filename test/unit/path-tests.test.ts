import { describe, expect, it } from 'vitest'
import { createPathTests } from '../../main/catalog/path-tests.ts'
import { factsOf } from '../../main/model/facts.ts'
import { type Filter, filterPredicate, noFilter } from '../../main/model/selection.ts'
import { sampleEntry } from '../support/sample-data.ts'

/** More than are looked at in one go. */
const paths = Array.from(
  { length: 60_000 },
  (_, at) => `sub-M${at % 97}/sub-M${at % 97}_ses-${at % 13}_${at % 3 ? 'ECEPHYS' : 'ophys'}.nwb`,
)

async function expectSame(filter: Partial<Filter>): Promise<void> {
  const asked = { ...noFilter, ...filter }
  const holds = filterPredicate(asked)
  const expected = paths.map((path) => Number(holds(factsOf(sampleEntry({ path })))))
  const found = await createPathTests(paths)(asked)
  expect(Buffer.compare(Buffer.from(found.holds ?? []), Buffer.from(expected))).toBe(0)
}

describe('tests of many paths', () => {
  it('find with an expression what looking at each alone finds', () =>
    expectSame({ regex: '^sub-m(1|22)/.*_ses-\\d_o' }))

  it('find with text, globs and an expression together what looking at each alone finds', () =>
    expectSame({
      text: 'Ses-1',
      include: ['*ecephys*', 'SUB-m2*'],
      exclude: ['*_ses-12_*'],
      regex: 'm[0-4]',
    }))

  it('take in paths that came after the first question', async () => {
    const growing = ['a/Raw.nwb']
    const test = createPathTests(growing)
    const filter = { ...noFilter, text: 'raw' }
    expect((await test(filter)).holds).toEqual(Uint8Array.of(1))
    growing.push('b/raw.nwb', 'c')
    expect((await test(filter)).holds).toEqual(Uint8Array.of(1, 1, 0))
  })

  it('give up an expression that would take for ever', async () => {
    const long = Array.from({ length: 10 }, () => `${'a'.repeat(40)}!`)
    const never = createPathTests(long)({ ...noFilter, regex: '^(a+)+$' })
    await expect(never).rejects.toMatchObject({
      code: 'input.invalid',
      details: { reason: 'regex-slow' },
    })
  })
})
