import { between, seededRandom } from '../content/random.ts'
import { encodingOf, generated, kB, MB, nwbFiles, sessionOf, subjectOf, text } from './layouts.ts'
import type { FileSpec, Study } from './study.ts'

/** Behaviour, video and the odds and ends of the archive. */
export const behaviourStudies: readonly Study[] = [
  {
    id: '200034',
    name: 'Standardised decision-making behaviour of 140 mice in seven laboratories',
    description:
      'Training and performance of mice in an identical task, one NWB file per session: wheel, licks, choices and rewards.',
    keywords: ['behavior', 'reproducibility', 'decision making'],
    species: 'mouse',
    people: ['Consortium, Seven Laboratories', 'Beaumont, Thierry'],
    institution: 'Seven Laboratories Consortium',
    licence: 'spdx:CC-BY-4.0',
    created: '2020-11-17',
    releases: 2,
    stars: 73,
    types: ['BehavioralEvents', 'BehavioralTimeSeries'],
    files: nwbFiles({
      subjects: 140,
      sessions: 12,
      bytes: [20 * kB, 800 * kB],
      modality: 'behavior',
      description: 'Training session',
    }),
  },
  {
    id: '200035',
    name: 'High-speed video and tracked whiskers of mice exploring textured walls',
    description:
      'Videos at 500 frames per second with tracked whisker angles beside them, and the calibration images of each rig.',
    keywords: ['whiskers', 'video', 'active touch'],
    species: 'mouse',
    people: ['Leclerc, Amélie', 'Ueda, Kaito'],
    institution: 'Laboratory for Active Sensing',
    licence: 'spdx:CC-BY-4.0',
    created: '2023-03-06',
    releases: 0,
    stars: 9,
    types: ['BehavioralTimeSeries'],
    files: videoFiles,
  },
  {
    id: '200036',
    name: 'Facial recognition in paper wasps: behaviour and optic lobe recordings',
    description:
      'Forced-choice assays and extracellular recordings from the lobula of Polistes fuscatus.',
    keywords: ['wasp', 'face recognition', 'invertebrate vision'],
    species: 'wasp',
    people: ['Quarshie, Esi', 'Lambert, Hugo'],
    institution: 'Insect Cognition Group',
    licence: 'spdx:CC-BY-4.0',
    created: '2024-06-18',
    releases: 1,
    stars: 1,
    anatomy: 'lobula',
    types: ['ElectricalSeries', 'BehavioralEvents'],
    files: nwbFiles({
      subjects: 9,
      sessions: 1,
      bytes: [200 * kB, 5 * MB],
      modality: 'behavior+ecephys',
      description: 'Face and pattern stimuli',
    }),
  },
  {
    id: '200037',
    name: 'Olfactory search in the mouse: sniffing, locomotion and bulb activity',
    description:
      'Mice follow an airborne odour gradient in a small arena. Nasal thermistor, video tracking and silicon-probe spikes; several files per session.',
    keywords: ['olfaction', 'sniffing', 'navigation'],
    species: 'mouse',
    people: ['Finley, Rowan', 'Sundaram, Kavya', 'Pohl, Magda'],
    institution: 'Institute for Neural Circuits',
    funder: 'National Institute on Deafness and Other Communication Disorders',
    licence: 'spdx:CC-BY-4.0',
    created: '2022-01-25',
    releases: 1,
    stars: 14,
    anatomy: 'olfactory bulb',
    types: ['Units', 'Position', 'BehavioralTimeSeries'],
    files: nwbFiles({
      subjects: 18,
      sessions: 9,
      bytes: [100 * kB, 18 * MB],
      modality: 'behavior+ecephys',
      description: 'Odour gradient search',
    }),
  },
  {
    id: '200038',
    name: 'Escape responses of larval zebrafish to looming stimuli at five temperatures',
    description: 'Tail kinematics at 1 kHz. Small files, many fish.',
    keywords: ['zebrafish', 'looming', 'escape', 'temperature'],
    species: 'zebrafish',
    people: ['Dubois, Clément'],
    institution: 'Behavioural Dynamics Laboratory',
    licence: 'spdx:CC0-1.0',
    created: '2025-02-14',
    releases: 0,
    stars: 0,
    types: ['BehavioralTimeSeries'],
    files: nwbFiles({
      subjects: 90,
      sessions: 3,
      bytes: [8 * kB, 90 * kB],
      modality: 'behavior',
      description: 'Looming disc',
    }),
  },
  {
    id: '200039',
    name: 'Courtship song of Drosophila with simultaneous wing kinematics',
    description: 'Audio and high-speed wing tracking of 60 pairs in a multi-microphone chamber.',
    keywords: ['Drosophila', 'courtship song', 'acoustic communication'],
    species: 'fly',
    people: ['Molina, Carmen', 'Eriksen, Tobias'],
    institution: 'Laboratory of Insect Neurobiology',
    licence: 'spdx:CC-BY-4.0',
    created: '2021-05-31',
    releases: 4,
    stars: 16,
    types: ['BehavioralTimeSeries', 'BehavioralEvents'],
    files: nwbFiles({
      subjects: 60,
      sessions: 1,
      bytes: [1 * MB, 7 * MB],
      modality: 'behavior',
      description: 'Male and virgin female, 20 min',
    }),
  },
  {
    id: '200040',
    name: 'Stress and recovery: corticosterone, locomotion and hippocampal volume in rats',
    description:
      'A longitudinal study with few recordings and many small tables. The licence is being settled.',
    keywords: ['stress', 'hippocampus', 'longitudinal'],
    species: 'rat',
    people: ['Bassi, Chiara'],
    institution: 'Stress Physiology Unit',
    licence: 'none',
    created: '2025-09-01',
    releases: 0,
    stars: 0,
    types: ['BehavioralTimeSeries'],
    files: tables,
  },
]

function videoFiles(study: Study): readonly FileSpec[] {
  const random = seededRandom(study.id)
  return Array.from({ length: 6 }, (_, at) => subjectOf(study, at, random)).flatMap(
    (subject, at) => {
      const session = sessionOf(study, at, 'Wall exploration')
      const stem = `sub-${subject.id}/sub-${subject.id}_ses-${session.id}`
      const file = (tail: string, sizeBytes: number): FileSpec => ({
        path: `${stem}_${tail}`,
        data: generated(sizeBytes),
        encoding: encodingOf(tail),
        subject,
        session,
        ...(tail.endsWith('.nwb') ? { types: study.types } : {}),
      })
      return [
        file('behavior+image.nwb', between(random, 200 * kB, 2 * MB)),
        file('behavior+image/top camera.mp4', between(random, 20 * MB, 160 * MB)),
        file('behavior+image/side_camera.avi', between(random, 30 * MB, 120 * MB)),
        file('behavior+image/calibration.png', between(random, 100 * kB, 900 * kB)),
      ]
    },
  )
}

function tables(study: Study): readonly FileSpec[] {
  const random = seededRandom(study.id)
  return Array.from({ length: 20 }, (_, at) => subjectOf(study, at, random)).flatMap((subject) => {
    const rows = Array.from({ length: 14 }, (_, day) => `${day}\t${between(random, 20, 900)}`)
    const path = `sub-${subject.id}/beh/sub-${subject.id}_corticosterone.tsv`
    return [
      {
        path,
        data: text(`day\tng_per_ml\n${rows.join('\n')}\n`),
        encoding: encodingOf(path),
        subject,
      },
      {
        path: path.replace('_corticosterone.tsv', '_beh.nwb'),
        data: generated(between(random, 30 * kB, 400 * kB)),
        encoding: 'application/x-nwb',
        subject,
        types: study.types,
      },
    ]
  })
}
