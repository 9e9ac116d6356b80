import { ageDaysOf } from '../../main/model/age.ts'
import { factsOf } from '../../main/model/facts.ts'
import type { NaiveFile } from './naive-files.ts'
import { sampleEntry } from './sample-data.ts'

/** Files with facts of every kind, always the same. */

export type FakeFile = NaiveFile & { readonly row: number }

interface Place {
  readonly subject: string
  readonly session: string
  readonly ending: string
  /** Outside of its subject's folder. */
  readonly flat?: boolean
}

const ages = ['P64D', 'P71D', 'P12W', 'P90D', 'P3M', 'adult', null] as const
const genotypes = ['wild type', 'Cux2-CreERT2; Ai93', 'Emx1-IRES-Cre', null] as const

function fakeFile(row: number, { subject, session, ending, flat = false }: Place): FakeFile {
  const name = `sub-${subject}_ses-${session}_${ending}`
  const path = flat ? `raw data/${name}` : `sub-${subject}/${name}`
  const sizeBytes = 1.1e6 + ((row * 7919) % 983) * 3.3e6
  const at = Number(subject.replace(/\D/g, ''))
  const age = ages[at % ages.length] ?? null
  return {
    ...factsOf(sampleEntry({ path, sizeBytes })),
    subject,
    session,
    modifiedAt: 1_631_600_000_000 - row * 60_000_000,
    species: at % 5 === 4 ? 'Rattus norvegicus - Norway rat' : 'Mus musculus - House mouse',
    sex: ['Female', 'Male', 'Female', null][at % 4] ?? null,
    age,
    ageDays: age === null ? null : ageDaysOf(age),
    genotype: genotypes[at % genotypes.length] ?? null,
    techniques: ending.includes('ecephys')
      ? [
          'spike sorting technique',
          'multi electrode extracellular electrophysiology recording technique',
        ]
      : ['two-photon microscopy technique'],
    approaches: ending.includes('ecephys')
      ? ['electrophysiological approach']
      : ['microscopy approach; cell population imaging'],
    variables: ending.includes('ecephys') ? ['Units', 'ElectricalSeries'] : ['ImageSegmentation'],
    described: true,
    row,
    assetId: null,
    digest: null,
  }
}

const named = (index: number) => `M${String(1 + index).padStart(3, '0')}`

/** How many files the long list has. */
export const longListFiles = 20_000

/** A long list in two folders, a session a file. */
export const longList = once(() =>
  Array.from({ length: longListFiles }, (_, index) =>
    fakeFile(index, {
      subject: named(Math.floor(index / 300)),
      session: `2021${String(index).padStart(5, '0')}`,
      ending: index % 17 === 0 ? 'behavior.mp4' : 'ecephys.nwb',
      flat: index % 2 === 1,
    }),
  ),
)

/** Twelve subjects with up to 48 sessions each. */
export const smallList = once(() =>
  Array.from({ length: 12 * 48 }, (_, index) => index)
    .filter((index) => (index * 37) % 100 < 55)
    .map((index, row) =>
      fakeFile(row, {
        subject: named(Math.floor(index / 48)),
        session: `2021${String(100 + index).padStart(4, '0')}`,
        ending:
          ['image+ophys.nwb', 'behavior+ophys.nwb', 'ecephys.nwb', 'behavior.mp4'][index % 4] ?? '',
      }),
    ),
)

/** 300 subjects with two sessions of the same names. */
export const wideList = once(() =>
  Array.from({ length: 1200 }, (_, index) =>
    fakeFile(index, {
      subject: named(Math.floor(index / 4)),
      session: index % 4 < 2 ? '01' : '02',
      ending: index % 2 === 0 ? 'behavior+ecephys.nwb' : 'image.nwb',
    }),
  ),
)

/** Made when it is first asked for: most windows show none of it. */
function once(make: () => readonly FakeFile[]): () => readonly FakeFile[] {
  let made: readonly FakeFile[] | undefined
  return () => {
    made ??= make()
    return made
  }
}
