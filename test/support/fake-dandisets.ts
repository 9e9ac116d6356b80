import type {
  KnownDandiset,
  ListedVersion,
  VersionStudy,
} from '../../main/model/catalogue-facts.ts'
import * as fake from './fake-data.ts'

/** A thousand dandisets of every kind, the same at every start. */

const day = 86_400_000

const taxa = [
  ['Mus musculus - House mouse', 10090],
  ['Homo sapiens - Human', 9606],
  ['Rattus norvegicus - Norway rat', 10116],
  ['Macaca mulatta - Rhesus monkey', 9544],
  ['Drosophila melanogaster - Fruit fly', 7227],
  ['Caenorhabditis elegans', 6239],
  ['Danio rerio - Zebra fish', 7955],
  ['Callithrix jacchus - Common marmoset', 9483],
  ['Mustela putorius furo - Domestic ferret', 9669],
  ['Taeniopygia guttata - Zebra finch', 59729],
  ['Bos taurus - Cattle', 9913],
  ['Octopus bimaculoides', 37653],
  ['Cricetulus griseus - Cricetulus aureus', 10029],
  ['Sus scrofa domesticus - Domestic Pig', 9825],
  ['Xenopus laevis - African clawed frog', 8355],
  ['Gryllus bimaculatus - Two-spotted cricket', 6999],
  ['Ooceraea biroi - Clonal raider ant', 2015173],
] as const
const techniques = [
  'spike sorting technique',
  'signal filtering technique',
  'behavioral technique',
  'multi electrode extracellular electrophysiology recording technique',
  'two-photon microscopy technique',
  'surgical technique',
  'current clamp technique',
  'voltage clamp technique',
  'analytical technique',
  'fourier analysis technique',
  'patch clamp technique',
] as const
const approaches = [
  'electrophysiological approach',
  'behavioral approach',
  'microscopy approach; cell population imaging',
  'optogenetic approach',
] as const
const regions = ['primary visual cortex', 'hippocampus', 'prefrontal cortex', 'striatum', 'retina']
const kinds = [
  'Neuropixels recordings',
  'Calcium imaging',
  'Patch-clamp recordings',
  'Light-sheet imaging',
]
const words = 'stimuli, running speed and eye position are included, with one session a day.'

/** Common values come often, rare ones seldom. */
const rare = (seed: number, count: number) =>
  Math.min(count - 1, Math.floor(count * (((seed * 7919) % 1009) / 1009) ** 3))

function titleOf(index: number): string {
  const known = fake.dandisets[index]
  if (known) return known.title
  const kind = kinds[index % kinds.length] ?? ''
  return `${kind} from the ${regions[index % regions.length]} of ${100 + index} animals`
}

export function descriptionOf(dandisetId: string): string {
  const index = knownDandisets.findIndex(({ listed }) => listed.id === dandisetId)
  const kind = (kinds[(index * 3) % kinds.length] ?? '').toLowerCase()
  const region = regions[(index * 7) % regions.length]
  return `In this study, ${kind} were made in the ${region} while subjects chose between two odours; ${words}`
}

function studyOf(index: number): VersionStudy {
  const [name, taxon] = taxa[rare(index, taxa.length)] ?? taxa[0]
  const first = rare(index + 3, techniques.length)
  return {
    species: index % 29 === 28 ? [] : [{ name, identifier: `NCBITaxon:${taxon}` }],
    approaches: approaches.slice(index % 3, (index % 3) + 1 + (index % 2)),
    techniques: techniques.slice(first, first + 1 + (index % 3)),
    standards:
      index % 9 === 0
        ? ['Brain Imaging Data Structure (BIDS)']
        : ['Neurodata Without Borders (NWB)'],
    licenses: [index % 6 === 5 ? 'spdx:CC0-1.0' : 'spdx:CC-BY-4.0'],
    keywords: [regions[index % regions.length] ?? '', 'behavior'],
    subjects: index % 13 === 12 ? null : (index * 17) % 230,
    doi: null,
  }
}

function dandiset(index: number): KnownDandiset {
  const known = fake.dandisets[index]
  const modifiedAt = known?.modifiedAt ?? fake.now - index * 2.1 * day
  const version: ListedVersion = {
    version: 'draft',
    title: titleOf(index),
    files: known?.assetCount ?? 1 + ((index * 7919) % 4000),
    sizeBytes: known?.sizeBytes ?? 1e6 * 1.018 ** index,
    status: 'Valid',
    createdAt: modifiedAt - 30 * day,
    modifiedAt,
  }
  const published = index % 3 === 1 ? null : { ...version, version: '0.230629.1955' }
  const study = studyOf(index)
  return {
    listed: {
      id: known?.id ?? String(1000 + index).padStart(6, '0'),
      embargoed: index % 41 === 7,
      contact: known?.contact ?? 'Senzai, Yuta',
      createdAt: version.createdAt,
      modifiedAt,
      stars: (index * 31) % 57,
      published,
      draft: version,
    },
    published: published && study,
    draft: study,
  }
}

export const knownDandisets: readonly KnownDandiset[] = Array.from({ length: 1000 }, (_, index) =>
  dandiset(index),
)
