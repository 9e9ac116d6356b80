/** Files of any shape, and selections of them. */
import fc from 'fast-check'
import type { Entry } from '../../main/model/entry.ts'
import { type FacetField, facetFields } from '../../main/model/facts.ts'
import type { Sample, Selection } from '../../main/model/selection.ts'
import { sampleEntry } from './sample-data.ts'

const name = fc.constantFrom('a', 'B', 'sub-1', 'sub-10', 'sub-2', 'sub-02', 'derivatives', 'anat')
const file = fc.constantFrom(
  'sub-1_ses-1_ecephys.nwb',
  'sub-2_ses-10_behavior+ecephys.nwb',
  'sub-2_ses-9_ecephys.nwb',
  'sub-M01_T1w.nii.gz',
  'README',
  'x.zarr',
  'ä',
)
const age = fc.constantFrom('P90D', 'P3M', 'P1D/P3D', 'P8W/', 'adult', 'P14D (gestational)', null)
const word = fc.constantFrom('x', 'y', null)
const words = fc.subarray(['t1', 't2', 't10'])
const subject = fc.record({
  id: fc.constantFrom('M1', 'm1', ''),
  species: fc.constantFrom('House mouse', 'Human', null),
  sex: word,
  age,
  genotype: word,
})
const study = fc.record({ techniques: words, approaches: words, variables: words })
const entry: fc.Arbitrary<Entry> = fc
  .record({
    folders: fc.array(name, { maxLength: 3 }),
    file,
    sizeBytes: fc.nat(5),
    modifiedAt: fc.option(fc.nat(5), { nil: null }),
    subject: fc.option(subject, { nil: null }),
    session: word,
    study: fc.option(study, { nil: null }),
    assetId: word,
  })
  .map(({ folders, file: last, ...rest }) =>
    sampleEntry({
      ...rest,
      path: [...folders, last].join('/'),
      kind: last.endsWith('.zarr') ? 'zarr' : 'blob',
    }),
  )
export const entries = fc.uniqueArray(entry, { selector: (it) => it.path, maxLength: 40 })

const values = ['', '1', '2', '10', 'M01', 'x', 't1', 't10', 'nwb', 'ecephys', 'anat', 'nobody']
const range = fc.option(
  fc.record({
    from: fc.option(fc.nat(5), { nil: null }),
    to: fc.option(fc.nat(100), { nil: null }),
  }),
  { nil: null },
)
const glob = fc.constantFrom('*', '*.nwb', 'SUB-1/*', '*_ses-*', 'nothing', '*a*b*')
const sample: fc.Arbitrary<Sample> = fc.oneof(
  fc.constant({ kind: 'one-session' as const }),
  fc.constant({ kind: 'session-per-subject' as const }),
  fc.constant({ kind: 'smallest-per-modality' as const }),
  fc.nat(30).map((bytes) => ({ kind: 'first-bytes' as const, bytes })),
  fc.record({ kind: fc.constant('random' as const), files: fc.nat(10), seed: fc.nat() }),
)
export const selection: fc.Arbitrary<Selection> = fc.record({
  base: fc.constantFrom('all', 'none'),
  filter: fc.record({
    text: fc.constantFrom('', 'SUB', 'a'),
    regex: fc.constantFrom('', '^sub', 'nwb$', '[aä]'),
    facets: fc.uniqueArray(
      fc.record({
        field: fc.constantFrom<FacetField>(...facetFields),
        values: fc.subarray(values, { maxLength: 3 }),
        not: fc.boolean(),
      }),
      { selector: ({ field, not }) => `${field} ${not}`, maxLength: 3 },
    ),
    include: fc.array(glob, { maxLength: 2 }),
    exclude: fc.array(glob, { maxLength: 1 }),
    sizeBytes: range,
    modifiedAt: range,
    ageDays: range,
  }),
  ticks: fc.uniqueArray(
    fc.record({
      path: fc.constantFrom('a/', 'sub-1/', 'sub-1/a/', 'B/', 'README', 'a/README', 'nowhere'),
      on: fc.boolean(),
    }),
    { selector: (it) => it.path },
  ),
  sample: fc.option(sample, { nil: null, freq: 3 }),
  zarrParts: fc.constant([]),
})
