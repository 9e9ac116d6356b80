import { describe, expect, it } from 'vitest'
import { ageDaysOf } from '../../main/model/age.ts'
import { factsOf, sessionOf, subjectOf } from '../../main/model/facts.ts'
import { speciesOf } from '../../main/model/species.ts'
import { entryOf } from '../../main/sources/asset-metadata.ts'
import { sampleEntry } from '../support/sample-data.ts'

const open = Number.POSITIVE_INFINITY

describe('an age', () => {
  it.each([
    ['P90D', [90, 90]],
    ['P0.5Y', [182.625, 182.625]],
    ['P1Y6M', [547.89, 547.89]],
    ['P12M', [365.28, 365.28]],
    ['P8W', [56, 56]],
    ['P8W/', [56, open]],
    ['/P3D', [0, 3]],
    ['../P3D', [0, 3]],
    ['P1D/P3D', [1, 3]],
    ['P260DT0H0M0S', [260, 260]],
    ['P1DT12H', [1.5, 1.5]],
    ['PT36H', [1.5, 1.5]],
    ['P8395.0D', [8395, 8395]],
    ['P1,5D', [1.5, 1.5]],
  ] as const)('%s is counted in days', (text, [from, to]) => {
    const days = ageDaysOf(text)
    expect(days?.[0]).toBeCloseTo(from, 6)
    if (to === open) expect(days?.[1]).toBe(open)
    else expect(days?.[1]).toBeCloseTo(to, 6)
  })

  it.each(['adult', '90 days', 'P', 'PT', 'P3D/P1D', '/', 'P1D/P2D/P3D', '', '-P3D', 'P90'])(
    '%j is left as it is written',
    (text) => expect(ageDaysOf(text)).toBeNull(),
  )

  it('from conception is shown, and is no age from birth', () => {
    const age = { value: 'P14D', valueReference: { value: 'dandi:GestationalReference' } }
    const person = { schemaKey: 'Participant', identifier: 'M1', age }
    const entry = entryOf({ path: 'x.nwb' }, { wasAttributedTo: [person] })
    expect(entry && factsOf(entry)).toMatchObject({ age: 'P14D (gestational)', ageDays: null })
  })

  it('given by its ends, or as a number with its unit, keeps both', () => {
    const ageOf = (age: unknown) =>
      entryOf({ path: 'x.nwb' }, { wasAttributedTo: [{ identifier: 'M1', age }] })?.subject?.age
    expect(ageOf({ minValue: 'P1D', maxValue: 'P3D' })).toBe('P1D/P3D')
    expect(ageOf({ value: 12, unitText: 'weeks' })).toBe('12 weeks')
    expect(ageOf({ value: 'about three months' })).toBe('about three months')
  })
})

describe('a species', () => {
  const mouse = 'Mus musculus - House mouse'
  const obo = 'http://purl.obolibrary.org/obo/NCBITaxon_'
  it.each([
    ['House mouse', `${obo}10090`, mouse],
    ['a name that nobody knows', `${obo}10090`, mouse],
    ['house mouse', null, mouse],
    ['Rat; norway rat; rats; brown rat', null, 'Rattus norvegicus - Norway rat'],
    ['Human', 'NCBITaxon:9606', 'Homo sapiens - Human'],
    ['Octopus bimaculoides', `${obo}37653`, 'Octopus bimaculoides'],
    [null, null, null],
  ])('%s with the identifier %s is %s', (name, identifier, label) => {
    expect(speciesOf(name, identifier)).toBe(label)
  })
})

describe('what a path names', () => {
  it.each([
    ['sub-M01/sub-M01_ses-2_behavior+ecephys.nwb', 'M01', '2', ['behavior', 'ecephys'], null],
    ['sub-RAT123/sub-RAT123.nwb', 'RAT123', null, [], null],
    ['sub-1/ses-a/anat/sub-1_ses-a_T1w.nii.gz', '1', 'a', ['T1w'], 'anat'],
    ['derivatives/x/sub-2/micr/sub-2_SPIM.ome.zarr', '2', null, ['SPIM'], 'micr'],
    [
      'sub-Mouse 2054/sub-Mouse 2054_ses-Session 01_obj-19z.nwb',
      'Mouse 2054',
      'Session 01',
      [],
      null,
    ],
    ['task-rest_bold.json', null, null, ['bold'], null],
    ['dataset_description.json', null, null, [], null],
    ['subject-1/x_y.nwb', null, null, [], null],
    ['sub-1.5/sub-1.5_ses-a.b_ecephys.nwb', '1.5', 'a.b', ['ecephys'], null],
  ])('%s', (path, ...named) => {
    const { subject, session, modalities, dataType } = factsOf(sampleEntry({ path }))
    expect([subject, session, modalities, dataType]).toEqual(named)
    expect([subjectOf(path), sessionOf(path)]).toEqual(named.slice(0, 2))
  })

  it('is what all files of a subject share, however the metadata spell it', () => {
    const subject = { id: 'CSH_ZAD_001', species: null, sex: 'Male', age: null, genotype: null }
    const path = 'sub-CSH-ZAD-001/sub-CSH-ZAD-001_video.mp4'
    expect(factsOf(sampleEntry({ path, subject })).subject).toBe('CSH-ZAD-001')
    expect(factsOf(sampleEntry({ path: 'video.mp4', subject })).subject).toBe('CSH_ZAD_001')
  })
})

describe('metadata of an odd shape', () => {
  it.each([
    [{ wasAttributedTo: null }, null],
    [{ wasAttributedTo: 'somebody' }, null],
    [{ wasAttributedTo: [null, 3, 'x'] }, null],
    [{ wasAttributedTo: [{ schemaKey: 'Participant', sex: 'F' }] }, { id: '', sex: 'Female' }],
    [{ wasAttributedTo: { identifier: 7, sex: { name: 'm' } } }, { id: '7', sex: 'Male' }],
    [
      { wasAttributedTo: [{ identifier: 'a', species: [{ name: 'Human' }] }] },
      { species: 'Homo sapiens - Human' },
    ],
    [
      {
        wasAttributedTo: [
          {
            identifier: 'a',
            genotype: [{ alleles: [{ alleleSymbol: 'A' }, { alleleSymbol: 'B' }] }],
          },
        ],
      },
      { genotype: 'A/B' },
    ],
  ])('%j gives what can be understood', (document, subject) => {
    const entry = entryOf({ path: 'x.nwb' }, document)
    if (subject === null) expect(entry?.subject).toBeNull()
    else expect(entry?.subject).toMatchObject(subject)
  })

  it('names no session that every program calls the same', () => {
    const of = (session: object) =>
      entryOf({ path: 'x.nwb' }, { wasGeneratedBy: [{ schemaKey: 'Session', ...session }] })
        ?.session
    expect(of({ name: 'Acquisition session' })).toBeNull()
    expect(of({ name: 'Acquisition session', identifier: '190807' })).toBe('190807')
    expect(of({ name: 'day two' })).toBe('day two')
  })
})
