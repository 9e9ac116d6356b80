import { hashText } from '../content/random.ts'
import { memo } from '../tree/cell.ts'
import { publication } from '../tree/documents.ts'
import { totalsOfAssets } from '../tree/measure.ts'
import type { Asset, Json, Version } from '../tree/model.ts'
import type { Study } from './study.ts'

/** The metadata of a version of a made-up dandiset, and the summary of its assets. */
export function dandisetFacts(study: Study, version: Version): Json {
  const isDraft = version.name === 'draft'
  const doi = `10.48324/dandi.${study.id}/${version.name}`
  const url = `https://dandiarchive.org/dandiset/${study.id}/${version.name}`
  const year = version.modified.get().slice(0, 4)
  const authors = study.people.map((it) => it.replace(/(, .).*/, '$1.')).join('; ')
  const place = isDraft ? url : `https://doi.org/${doi}`
  return {
    name: study.name,
    description: study.description,
    url,
    repository: 'https://dandiarchive.org',
    ...(isDraft ? {} : { doi }),
    citation: `${authors} (${year}) ${study.name} (Version ${version.name}) [Data set]. DANDI Archive. ${place}`,
    ...(study.licence === 'none' ? {} : { license: [study.licence] }),
    keywords: study.keywords,
    access: [accessObject(study)],
    contributor: contributors(study),
    about: study.anatomy ? [{ schemaKey: 'Anatomy', name: study.anatomy }] : [],
    protocol: [],
    ethicsApproval: [ethics(study)],
    relatedResource: study.article ? [article(study.article)] : [],
    wasGeneratedBy: [],
    studyTarget: [],
    dateCreated: `${study.created}T09:30:00.000000+00:00`,
    dateModified: version.modified.get(),
    assetsSummary: assetsSummary(version.assets.get()),
    ...(isDraft ? {} : publication(version.created)),
  }
}

function accessObject(study: Study): Json {
  return {
    schemaKey: 'AccessRequirements',
    status: study.embargoed ? 'dandi:EmbargoedAccess' : 'dandi:OpenAccess',
    ...(study.embargoed ? { embargoedUntil: '2028-06-30' } : {}),
    contactPoint: { schemaKey: 'ContactPoint', email: emailOf(study.people[0]) },
  }
}

export function emailOf(person: string): string {
  const [last = '', first = ''] = person.split(', ')
  const plain = `${first}.${last}`.normalize('NFD').replace(/[^A-Za-z.]/g, '')
  return `${plain.toLowerCase()}@example.org`
}

function contributors(study: Study): readonly Json[] {
  const people = study.people.map((name, index) => ({
    schemaKey: 'Person',
    name,
    email: emailOf(name),
    identifier: orcidOf(name),
    roleName: index === 0 ? ['dcite:Author', 'dcite:ContactPerson'] : ['dcite:Author'],
    includeInCitation: true,
    affiliation: [{ schemaKey: 'Affiliation', name: study.institution }],
  }))
  if (!study.funder) return people
  const funder = {
    schemaKey: 'Organization',
    name: study.funder,
    roleName: ['dcite:Funder'],
    ...(study.award ? { awardNumber: study.award } : {}),
    includeInCitation: false,
  }
  return [...people, funder]
}

function orcidOf(name: string): string {
  const digits = `${hashText(name)}${hashText(`${name}!`)}`.padEnd(12, '7').slice(0, 12)
  return `0000-${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8)}`
}

function ethics(study: Study): Json {
  const board = study.species === 'human' ? 'Institutional Review Board' : 'Animal Care Committee'
  return { schemaKey: 'EthicsApproval', identifier: `${study.institution}, ${board}` }
}

function article(doi: string): Json {
  return {
    schemaKey: 'Resource',
    identifier: `doi:${doi}`,
    url: `https://doi.org/${doi}`,
    relation: 'dcite:IsDescribedBy',
    resourceType: 'dcite:JournalArticle',
  }
}

const standards: readonly (readonly [test: RegExp, standard: Json])[] = [
  [/\.nwb$/, standard('RRID:SCR_015242', 'Neurodata Without Borders (NWB)')],
  [
    /dataset_description\.json$/,
    standard('RRID:SCR_016124', 'Brain Imaging Data Structure (BIDS)'),
  ],
  [/\.ome\.zarr$/, standard('DOI:10.25504/FAIRsharing.9af712', 'OME/NGFF Standard')],
]

function standard(identifier: string, name: string): Json {
  return { schemaKey: 'StandardsType', identifier, name }
}

// Archives of a process share the listings without a Zarr, and so what is said of them.
const assetsSummary = memo((assets: readonly Asset[]): Json => {
  const totals = totalsOfAssets(assets)
  const subjects = new Set<string>()
  const found = { approach: new Map(), technique: new Map(), species: new Map() }
  const variables = new Set<string>()
  for (const asset of assets) {
    const facts = asset.facts() as AssetFacts
    for (const person of facts.wasAttributedTo ?? []) {
      subjects.add(person.identifier)
      found.species.set(person.species.name, person.species)
    }
    for (const it of facts.approach ?? []) found.approach.set(it.name, it)
    for (const it of facts.measurementTechnique ?? []) found.technique.set(it.name, it)
    for (const it of facts.variableMeasured ?? []) variables.add(it.value)
  }
  return {
    schemaKey: 'AssetsSummary',
    numberOfBytes: totals.sizeBytes,
    numberOfFiles: totals.assetCount,
    numberOfSubjects: subjects.size,
    dataStandard: standards
      .filter(([test]) => assets.some((asset) => test.test(asset.path)))
      .map(([, it]) => it),
    approach: [...found.approach.values()],
    measurementTechnique: [...found.technique.values()],
    variableMeasured: [...variables],
    species: [...found.species.values()],
  }
})

interface Named {
  readonly name: string
}

interface AssetFacts {
  readonly approach?: readonly Named[]
  readonly measurementTechnique?: readonly Named[]
  readonly variableMeasured?: readonly { readonly value: string }[]
  readonly wasAttributedTo?: readonly { readonly identifier: string; readonly species: Named }[]
}
