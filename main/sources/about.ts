import type { About } from '../model/listing.ts'
import { countOf, type Loose, objectOf, objectsOf, textOf, textsOf } from './loose.ts'

/** What a version's metadata say, whatever their shape; absent texts are empty. */
export function aboutOf(metadata: Loose): About {
  const summary = objectOf(metadata.assetsSummary)
  return {
    title: textOf(metadata.name) ?? '',
    description: textOf(metadata.description) ?? '',
    citation: textOf(metadata.citation) ?? '',
    doi: doiOf(metadata.doi),
    url: textOf(metadata.url),
    licenses: textsOf(metadata.license).map((license) => license.replace(/^spdx:/i, '')),
    contributors: objectsOf(metadata.contributor).flatMap(contributorOf),
    keywords: textsOf(metadata.keywords),
    species: textsOf(summary.species),
    approaches: textsOf(summary.approach),
    techniques: textsOf(summary.measurementTechnique),
    variables: textsOf(summary.variableMeasured),
    subjects: countOf(summary.numberOfSubjects),
  }
}

function doiOf(value: unknown): string | null {
  const text = textOf(value)?.replace(/^(https?:\/\/(dx\.)?doi\.org\/|doi:\s*)/i, '') ?? ''
  return text.startsWith('10.') ? text : null
}

function contributorOf(contributor: Loose): About['contributors'] {
  const name = textOf(contributor.name)
  if (name === null) return []
  const roles = textsOf(contributor.roleName).map((role) => role.replace(/^dcite:/i, ''))
  return [{ name, roles }]
}
