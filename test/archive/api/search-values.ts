import { jsonReply } from '../call.ts'
import type { Site } from '../site.ts'
import type { Json } from '../tree/model.ts'
import { pagedReply } from './paging.ts'
import { get, type Route } from './route.ts'
import { namesIn } from './search-language.ts'

const maxGenotypes = 10

export const searchRoutes: readonly Route[] = [
  get('search/species/', ({ call, site }) => {
    const wanted = (call.query.get('species') ?? '').toLowerCase()
    const found = speciesOf(site).filter((name) => name.toLowerCase().includes(wanted))
    return pagedReply(call, site.urls.web, found, (name) => name)
  }),
  get('search/genotypes/', ({ call, site }) => {
    const wanted = (call.query.get('genotype') ?? '').toLowerCase()
    const found = genotypesOf(site).filter((name) => name.toLowerCase().includes(wanted))
    return jsonReply(200, found.slice(0, maxGenotypes))
  }),
]

function speciesOf({ tree }: Site): readonly string[] {
  const names = new Set<string>()
  for (const { draft } of tree.dandisets) {
    const summary = (draft.facts().assetsSummary ?? {}) as Json
    for (const name of namesIn(summary.species)) names.add(name)
  }
  return [...names].sort()
}

// Listings that nobody asked for yet are left alone: suggestions are not worth reading them.
function genotypesOf({ tree }: Site): readonly string[] {
  const names = new Set<string>()
  for (const { draft, embargo } of tree.dandisets) {
    if (embargo !== 'OPEN' || !draft.assets.isMade()) continue
    for (const asset of draft.assets.get()) {
      const subjects = asset.facts().wasAttributedTo
      if (!Array.isArray(subjects)) continue
      const genotype = (subjects[0] as { readonly genotype?: unknown } | undefined)?.genotype
      if (typeof genotype === 'string') names.add(genotype)
    }
  }
  return [...names].sort()
}
