import { generated, kB, MB, nwbFiles } from './layouts.ts'
import {
  boundarySizes,
  hugeFiles,
  largeZarr,
  longPaths,
  oddNames,
  smallZarrs,
  windowsNames,
} from './special-files.ts'
import type { FileSpec, Study } from './study.ts'

const people = ['Okafor, Adaeze', 'Lindqvist, Johan', 'Marchetti, Giulia'] as const
const institution = 'Institute for Open Neurophysiology'

const common = {
  people: [...people] as [string, ...string[]],
  institution,
  licence: 'spdx:CC-BY-4.0',
} as const

/** Dandisets that exist for what can go wrong with them, each in the dress of a real one. */
export const specialStudies: readonly Study[] = [
  {
    ...common,
    id: '200001',
    name: 'Reference recording for checking an installation',
    description:
      'One short extracellular recording from rat hippocampus. It is small on purpose: download it to see that everything works before fetching terabytes.',
    keywords: ['hippocampus', 'test data'],
    species: 'rat',
    created: '2021-02-03',
    releases: 1,
    stars: 4,
    anatomy: 'hippocampal formation',
    types: ['Units', 'ElectricalSeries'],
    files: nwbFiles({
      subjects: 1,
      sessions: 1,
      bytes: [18_792, 18_792],
      modality: 'ecephys',
      description: 'Open field, 2 min',
    }),
  },
  {
    ...common,
    id: '200002',
    name: 'Patch-seq of GABAergic interneurons across mouse visual cortex: 20,000 cells',
    description:
      'Whole-cell current-clamp recordings from 20,000 transcriptomically typed interneurons in acute slices of mouse visual cortex. One NWB file per cell, stimulus responses reduced to features and short sweeps.',
    keywords: ['patch-seq', 'interneurons', 'cell types', 'visual cortex'],
    species: 'mouse',
    funder: 'National Institute of Mental Health',
    award: 'U19MH114830',
    created: '2021-06-14',
    releases: 2,
    stars: 61,
    article: '10.1016/j.cell.2020.09.057',
    anatomy: 'primary visual cortex',
    types: ['CurrentClampSeries', 'CurrentClampStimulusSeries'],
    files: nwbFiles({
      subjects: 500,
      sessions: 40,
      bytes: [600, 9 * kB],
      modality: 'icephys',
      description: 'Square pulses and ramps',
    }),
  },
  {
    ...common,
    id: '200003',
    name: 'Field notes, stimuli and recordings from a freely foraging rat colony',
    description:
      'Ethological recordings with the working files of the laboratory as they were, odd file names included: spaces, plus signs, hashes, ampersands, brackets, a backslash.',
    keywords: ['foraging', 'ethology', 'file names'],
    species: 'rat',
    created: '2022-03-29',
    releases: 1,
    stars: 2,
    types: ['Position'],
    files: oddNames,
  },
  {
    ...common,
    id: '200004',
    name: 'Auditory brainstem responses, imported from an archive of 1998',
    description:
      'Legacy recordings with the names they had on the original disks. Some differ in case only, some are words that Windows keeps for devices, some end in a space.',
    keywords: ['auditory brainstem response', 'legacy data'],
    species: 'gerbil',
    created: '2022-05-11',
    releases: 0,
    stars: 0,
    types: ['ElectricalSeries'],
    files: windowsNames,
  },
  {
    ...common,
    id: '200005',
    name: 'Light-sheet atlas of a cleared mouse brainstem at 1.8 µm',
    description:
      'One hemisphere, cleared and imaged by selective plane illumination, stored as OME-Zarr with small chunks: 20,000 objects in one asset.',
    keywords: ['light-sheet', 'tissue clearing', 'OME-Zarr', 'brainstem'],
    species: 'mouse',
    funder: 'BRAIN Initiative',
    created: '2023-01-19',
    releases: 0,
    stars: 12,
    anatomy: 'brainstem',
    types: [],
    files: largeZarr,
  },
  {
    ...common,
    id: '200006',
    name: 'Multi-scale microscopy samples of human cortex in Zarr',
    description:
      'Small OME-Zarr images with their sidecars: single and multi-channel, one without any chunk, one with empty objects, one with what an interrupted upload left behind.',
    keywords: ['OME-Zarr', 'microscopy', 'human cortex'],
    species: 'human',
    created: '2023-04-04',
    releases: 0,
    stars: 7,
    anatomy: 'cerebral cortex',
    types: [],
    files: smallZarrs,
  },
  {
    ...common,
    id: '200007',
    name: 'Single-neuron responses to speech in human superior temporal gyrus (embargoed)',
    description:
      'High-density recordings from awake patients listening to sentences. Under embargo until the article appears.',
    keywords: ['speech', 'superior temporal gyrus', 'Neuropixels'],
    species: 'human',
    embargoed: true,
    created: '2025-11-06',
    releases: 0,
    stars: 0,
    types: ['Units', 'ElectricalSeries'],
    files: nwbFiles({
      subjects: 4,
      sessions: 2,
      bytes: [200 * kB, 6 * MB],
      modality: 'ecephys',
      description: 'Sentence listening',
    }),
  },
  {
    ...common,
    id: '200008',
    name: 'Week-long wideband recordings from macaque motor cortex',
    description:
      'Continuous 30 kHz broadband from two 96-channel arrays, one file per day. Files are between 0.7 and 12 GB.',
    keywords: ['motor cortex', 'Utah array', 'broadband'],
    species: 'macaque',
    created: '2024-02-22',
    releases: 0,
    stars: 18,
    anatomy: 'primary motor cortex',
    types: ['ElectricalSeries', 'SpatialSeries'],
    files: hugeFiles,
  },
  {
    ...common,
    id: '200009',
    name: 'Boundary sizes: recordings cut to exact lengths',
    description:
      'Recordings cut so that their sizes lie on and next to the limits at which programs go wrong: no byte, one byte, one part of 64 MiB and a byte more or less.',
    keywords: ['test data', 'sizes'],
    species: 'mouse',
    created: '2023-09-30',
    releases: 0,
    stars: 1,
    types: ['ElectricalSeries'],
    files: boundarySizes,
  },
  {
    ...common,
    id: '200010',
    name: 'Hippocampal replay during rest after spatial alternation in rats',
    description:
      'Tetrode recordings from CA1 of rats during a W-track task and the rest that followed. Released in eight steps as animals were added and one file was corrected.',
    keywords: ['hippocampus', 'replay', 'sharp-wave ripples', 'tetrode'],
    species: 'rat',
    created: '2021-09-13',
    releases: 8,
    stars: 33,
    article: '10.1016/j.neuron.2019.11.012',
    anatomy: 'CA1 field of hippocampus',
    types: ['Units', 'LFP', 'Position', 'ElectrodeGroup'],
    files: nwbFiles({
      subjects: 6,
      sessions: 4,
      bytes: [300 * kB, 24 * MB],
      modality: 'behavior+ecephys',
      description: 'W-track alternation',
      newFiles: 2,
    }),
  },
  {
    ...common,
    id: '200011',
    name: 'Reanalysis of hippocampal replay with clusterless decoding',
    description:
      'Decoded positions, and copies of the recordings of DANDI:200010 that they come from. The copies share their content with the originals.',
    keywords: ['hippocampus', 'replay', 'decoding'],
    species: 'rat',
    licence: 'spdx:CC0-1.0',
    created: '2023-02-08',
    releases: 1,
    stars: 5,
    types: ['Position', 'ProcessingModule'],
    files: sharedBlobs,
  },
  {
    ...common,
    id: '200012',
    name: 'Deeply nested derivatives of a multi-site EEG study',
    description:
      'Derivatives as the pipelines of four sites wrote them, folder in folder. The longest paths pass 260 characters wherever they are put.',
    keywords: ['EEG', 'derivatives', 'BIDS'],
    species: 'human',
    created: '2024-08-15',
    releases: 0,
    stars: 0,
    types: [],
    files: longPaths,
  },
  {
    ...common,
    id: '200013',
    name: 'Placeholder for the cerebellar granule cell data set',
    description: '',
    keywords: [],
    species: 'mouse',
    licence: 'none',
    created: '2025-05-20',
    releases: 0,
    stars: 0,
    types: [],
    files: () => [],
  },
]

function sharedBlobs(study: Study): readonly FileSpec[] {
  const source = specialStudies.find((it) => it.id === '200010')
  const originals = source?.files(source).slice(0, 8) ?? []
  return originals.flatMap((file, index) => [
    {
      ...file,
      data:
        file.data.kind === 'generated' ? { ...file.data, seed: `200010/${file.path}` } : file.data,
    },
    {
      ...file,
      path: file.path.replace('behavior+ecephys', 'desc-decoded_behavior'),
      data: generated(40_000 + index * 911),
      types: study.types,
    },
  ])
}
