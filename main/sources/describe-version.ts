import type { DescribedVersion, VersionStudy } from '../model/catalogue-facts.ts'
import type { About } from '../model/listing.ts'
import { aboutOf } from './about.ts'
import { countOf, type Loose, objectOf, textOf, textsOf } from './loose.ts'

/** What the catalogue keeps of a version's metadata, whatever their shape. */
export function describeVersion(metadata: Loose): DescribedVersion {
  const about = aboutOf(metadata)
  const study = studyOf(metadata, about)
  const said = new Set([
    about.title,
    about.description,
    about.doi,
    ...about.contributors.map(({ name }) => name),
    ...about.keywords,
    ...about.species,
    ...about.approaches,
    ...about.techniques,
    ...about.variables,
    ...study.standards,
  ])
  const rest = [...new Set(textsBelow(metadata))].filter((text) => !said.has(text))
  return { about, study, rest: rest.slice(0, MOST_TEXTS) }
}

function studyOf(metadata: Loose, { keywords, doi }: About): VersionStudy {
  const summary = objectOf(metadata.assetsSummary)
  return {
    species: speciesOf(summary.species),
    approaches: textsOf(summary.approach),
    techniques: textsOf(summary.measurementTechnique),
    standards: textsOf(summary.dataStandard),
    licenses: textsOf(metadata.license).map((license) => license.replace(/^spdx:/i, '')),
    keywords,
    subjects: countOf(summary.numberOfSubjects),
    doi,
  }
}

function speciesOf(value: unknown): VersionStudy['species'] {
  const found = new Map<string, VersionStudy['species'][number]>()
  for (const item of Array.isArray(value) ? value : [value]) {
    const name = textOf(item)
    if (name === null) continue
    const { identifier } = objectOf(item)
    const plain = typeof identifier === 'string' && identifier.trim() !== '' ? identifier : null
    found.set(`${name} ${plain}`, { name, identifier: plain })
  }
  return [...found.values()]
}

const MOST_TEXTS = 2000
const LONGEST_TEXT = 4000
/** What machines write for machines, and addresses of people. */
const unread =
  /^(?:@.*|schemaKey|schemaVersion|email|unitText|manifestLocation|status|assetsSummary)$/

/** All texts that people may search for, in the order of the document. */
function textsBelow(value: unknown): readonly string[] {
  if (typeof value === 'string') {
    const text = value.trim().slice(0, LONGEST_TEXT)
    return text === '' ? [] : [text]
  }
  if (Array.isArray(value)) return value.flatMap(textsBelow)
  return Object.entries(objectOf(value))
    .filter(([name]) => !unread.test(name))
    .flatMap(([, inner]) => textsBelow(inner))
}
