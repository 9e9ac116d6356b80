import { bytesContent } from '../content/content.ts'
import { seededRandom } from '../content/random.ts'
import type { ZarrEntry } from '../tree/model.ts'
import { encodingOf, GB, generated, sessionOf, subjectOf, text } from './layouts.ts'
import type { FileSpec, Study } from './study.ts'
import { imageEntries } from './zarr-entries.ts'

const partBytes = 64 * 1024 * 1024

export function oddNames(study: Study): readonly FileSpec[] {
  const subject = subjectOf(study, 0, seededRandom(study.id))
  const paths = [
    'sub-R01/sub-R01_ses-dawn_behavior+ecephys.nwb',
    'field notes/day 1 (rain).txt',
    'field notes/day 2  two spaces.txt',
    'stimuli/tone#4 & click.txt',
    'stimuli/100,000 lux=max.txt',
    'stimuli/a+b+c.txt',
    'stimuli/~backup~.txt',
    'rig\\calibration\\table.txt',
    'rig/[old]_^2_`quoted`.txt',
    'README',
    'sub-R01.nwb folder/inside.txt',
    'a.b.c/..hidden-ish.txt',
  ]
  return paths.map((path, index) => ({
    path,
    data: path.endsWith('.nwb') ? generated(240_000) : text(`Entry ${index + 1}: ${path}\n`),
    encoding: encodingOf(path),
    ...(path.endsWith('.nwb') ? { subject, types: study.types } : {}),
  }))
}

export function windowsNames(study: Study): readonly FileSpec[] {
  const subject = subjectOf(study, 0, seededRandom(study.id))
  const paths = [
    'sub-G01/ABR.nwb',
    'sub-G01/abr.nwb',
    'sub-G01/Abr.nwb',
    'Sub-G01/notes.txt',
    'con/data.txt',
    'sub-G02/aux.nwb',
    'sub-G02/NUL',
    'sub-G02/com1.txt',
    'sub-G02/lpt9.dat',
    'sub-G03/trailing space ',
    'sub-G03/PRN.nwb',
    'sub-G03/plain.nwb',
  ]
  return paths.map((path, index) => ({
    path,
    data: generated(1_000 + index * 137),
    encoding: encodingOf(path),
    ...(path.endsWith('.nwb') ? { subject, types: study.types } : {}),
  }))
}

const imaged = '2023-02-01T10:00:00.000Z'

export function largeZarr(study: Study): readonly FileSpec[] {
  const subject = subjectOf(study, 0, seededRandom(study.id))
  const path = `sub-${subject.id}/micr/sub-${subject.id}_sample-brainstem_SPIM.ome.zarr`
  // 15,000 + 4,620 + 375 chunks and five other keys are 20,000.
  const levels = [
    [125, 120],
    [70, 66],
    [25, 15],
  ] as const
  const entries = () => imageEntries({ seed: path, modified: imaged, levels, bytes: [180, 2_600] })
  return [
    {
      path: 'dataset_description.json',
      data: text(`{"Name": "${study.name}", "BIDSVersion": "1.9.0"}\n`),
      encoding: 'application/json',
    },
    { path, data: { kind: 'zarr', entries }, encoding: 'application/x-zarr', subject },
    {
      path: path.replace('.ome.zarr', '.json'),
      data: text('{"PixelSize": [1.8, 1.8], "PixelSizeUnits": "um"}\n'),
      encoding: 'application/json',
      subject,
    },
  ]
}

export function smallZarrs(study: Study): readonly FileSpec[] {
  const subject = subjectOf(study, 0, seededRandom(study.id))
  const folder = `sub-${subject.id}/micr/sub-${subject.id}`
  const plan = {
    modified: imaged,
    levels: [
      [6, 6],
      [3, 3],
    ] as const,
    bytes: [400, 48_000] as const,
  }
  const empty = bytesContent('')
  const zarr = (name: string, entries: () => readonly ZarrEntry[]): FileSpec => ({
    path: `${folder}_${name}`,
    data: { kind: 'zarr', entries },
    encoding: 'application/x-zarr',
    subject,
  })
  return [
    {
      path: 'dataset_description.json',
      data: text('{"Name": "Samples", "BIDSVersion": "1.9.0"}\n'),
      encoding: 'application/json',
    },
    zarr('stain-NeuN_SPIM.ome.zarr', () => imageEntries({ ...plan, seed: 'neun' })),
    zarr('stain-LEC_SPIM.ome.zarr', () =>
      imageEntries({ ...plan, seed: 'lec', bytes: [64_000, 900_000] }),
    ),
    zarr('empty.zarr', () => []),
    zarr('zeros.zarr', () =>
      imageEntries({
        ...plan,
        seed: 'zeros',
        extra: [
          ['0/0/0/0/9/9', empty],
          ['empty', empty],
          ['labels/.keep', empty],
        ],
      }),
    ),
    zarr('junk.zarr', () =>
      imageEntries({
        ...plan,
        seed: 'junk',
        extra: [
          ['.dandidownload/0/file', bytesContent('half a chunk')],
          ['0/Größe µm: «1».txt', bytesContent('names in a Zarr are free\n')],
          ['0/#a&b+c d', bytesContent('odd key\n')],
        ],
      }),
    ),
    {
      path: `${folder}_plain.ngff/readme.txt`,
      data: text('A folder that only looks like a Zarr.\n'),
      encoding: 'text/plain',
      subject,
    },
  ]
}

export function hugeFiles(study: Study): readonly FileSpec[] {
  const sizes = [0.7 * GB, 1.3 * GB, 2.2 * GB, 4.3 * GB, 12 * GB]
  const subject = subjectOf(study, 0, seededRandom(study.id))
  return sizes.map((size, index) => {
    const session = sessionOf(study, sizes.length - index, 'Home cage and reaching')
    return {
      path: `sub-${subject.id}/sub-${subject.id}_ses-${session.id}_ecephys.nwb`,
      data: generated(Math.round(size) + index * 4_097),
      encoding: 'application/x-nwb',
      subject,
      session,
      types: study.types,
    }
  })
}

export function boundarySizes(study: Study): readonly FileSpec[] {
  const sizes = [
    0,
    1,
    2,
    31,
    32,
    33,
    1_048_575,
    1_048_576,
    1_048_577,
    partBytes - 1,
    partBytes,
    partBytes + 1,
    2 * partBytes,
    2 * partBytes + 1,
    3 * partBytes - 32,
  ]
  return sizes.map((size) => ({
    path: `sizes/${String(size).padStart(9, '0')}.bin`,
    data: generated(size, `${study.id}/${size}`),
    encoding: 'application/octet-stream',
  }))
}

export function longPaths(): readonly FileSpec[] {
  const steps = [
    'derivatives',
    'preprocessing-pipeline-version-2.4.1',
    'site-northern-regional-hospital',
    'group-mild-cognitive-impairment',
    'task-auditory-oddball-with-distractors',
    'stage-independent-component-analysis',
    'rejected-components-by-visual-inspection',
  ]
  return Array.from({ length: 24 }, (_, index) => {
    const id = String((index % 6) + 1).padStart(3, '0')
    const folders = steps.slice(0, 4 + (index % 4)).join('/')
    const path = `${folders}/sub-${id}/eeg/sub-${id}_task-oddball_run-${index + 1}_desc-cleaned_eeg.edf`
    return { path, data: generated(20_000 + index * 1_313), encoding: encodingOf(path) }
  })
}
