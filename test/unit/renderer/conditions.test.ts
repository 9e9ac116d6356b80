import { expect, it } from 'vitest'
import { everything, noFilter, tickMany, wanting } from '../../../main/model/selection.ts'
import { conditionsOf, selectionWords } from '../../../renderer/screens/dandiset/conditions.ts'
import { modalityMarks } from '../../../renderer/screens/dandiset/modality-marks.ts'

const female = wanting(noFilter, 'sex', ['Female'])
const asked = { ...female, ageDays: { from: 60, to: 90 } }

it('a choice is told as a sentence', () => {
  const selection = tickMany({ ...everything, filter: asked }, ['a', 'b', 'c'], false)
  expect(selectionWords(selection)).toBe(
    'Everything where sex is Female, age 60 – 90 d, without 3 left out by hand',
  )
})

it('what was picked by hand, nothing, and a sample have their words', () => {
  const nothing = { ...everything, base: 'none' } as const
  expect(selectionWords(nothing)).toBe('Nothing')
  expect(selectionWords(tickMany(nothing, ['a', 'b'], true))).toBe('2 picked by hand')
  const sample = { kind: 'random', files: 20, seed: 7 } as const
  expect(selectionWords({ ...everything, sample })).toBe(
    'Everything; of these only 20 at random (seed 7)',
  )
})

it('that of a Zarr only a part is meant is said', () => {
  const zarrParts = [{ path: 'a.zarr', keep: ['1/'] }]
  expect(selectionWords({ ...everything, zarrParts })).toBe('Everything, 1 Zarr only in part')
})

it('that nothing is stated is a value with a name, and a side can be left out', () => {
  const filter = wanting(noFilter, 'genotype', ['', 'wt'], 'none')
  const [condition] = conditionsOf(filter)
  expect(condition?.phrase).toBe('genotype is not not stated or wt')
  expect(condition?.chip).toBe('Genotype not: not stated, wt')
})

it('each condition knows the filter without it, and nothing else is lost', () => {
  const filter = { ...asked, text: 'x', regex: 'y', include: ['*.nwb'], exclude: ['z'] }
  const conditions = conditionsOf(filter)
  expect(conditions.map((it) => it.key)).toEqual([
    'text',
    'regex',
    'include',
    'exclude',
    'sex-is',
    'ageDays',
  ])
  for (const { key, without } of conditions) {
    expect(conditionsOf(without).map((it) => it.key)).toEqual(
      conditions.map((it) => it.key).filter((it) => it !== key),
    )
  }
})

it('no two modalities have the same mark', () => {
  const words = ['behavior', 'bold', 'beh', 'ecephys', 'eeg', 'T1w', 'T2w', 'a', 'A']
  const marks = modalityMarks(words)
  expect(new Set(marks.values()).size).toBe(words.length)
  expect(marks.get('ecephys')).toBe('ec')
})
