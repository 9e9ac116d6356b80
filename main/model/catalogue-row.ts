import type { CatalogueRow } from './catalogue.ts'
import type { CatalogueItem } from './catalogue-facts.ts'

/** What the list shows of a dandiset, with nothing marked. */
export function catalogueRow({ known, shown, study }: CatalogueItem): CatalogueRow {
  const { listed } = known
  return {
    id: listed.id,
    title: shown.title,
    version: shown.version,
    published: listed.published !== null,
    embargoed: listed.embargoed,
    species: study?.species.map(({ name }) => name) ?? [],
    approaches: study?.approaches ?? [],
    techniques: study?.techniques ?? [],
    standards: study?.standards ?? [],
    subjects: study?.subjects ?? null,
    files: shown.files,
    sizeBytes: shown.sizeBytes,
    licenses: study?.licenses ?? [],
    contact: listed.contact,
    keywords: study?.keywords ?? [],
    doi: study?.doi ?? null,
    createdAt: listed.createdAt,
    modifiedAt: shown.modifiedAt ?? listed.modifiedAt,
    stars: listed.stars,
    excerpt: null,
    titleMatches: [],
    excerptMatches: [],
  }
}
