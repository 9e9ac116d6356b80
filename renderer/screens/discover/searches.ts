import type { CatalogueQuery, SavedSearch } from '../../../main/model/catalogue.ts'
import { searchLinkOf } from '../../../main/model/catalogue-link.ts'
import type { Output } from '../../../preload/contract.ts'
import { failureFrom, request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { mutable, queryClient } from '../../store/queries.ts'
import { type FacetValue, valuesIn } from '../../store/question.ts'
import { tell, tellFailure } from '../../ui/toasts.tsx'

/** False when it was not saved, which is told. */
export async function saveSearch(search: SavedSearch): Promise<boolean> {
  try {
    keep(await request('searches.save', mutable(search)))
    return true
  } catch (error) {
    tellFailure(failureFrom(error))
    return false
  }
}

export async function removeSearch(name: string): Promise<void> {
  try {
    keep(await request('searches.remove', { name }))
  } catch (error) {
    tellFailure(failureFrom(error))
  }
}

function keep(searches: Output<'searches.list'>): void {
  queryClient.setQueryData(['searches.list', undefined], searches)
}

export async function copyLink(query: CatalogueQuery): Promise<void> {
  await request('clipboard.write', { text: searchLinkOf(query) })
  tell(t('searches.copied'))
}

/** A question in one line. */
export function questionWords(
  query: CatalogueQuery,
  words: (chosen: FacetValue) => string,
): string {
  const values = valuesIn(query).map(words)
  const published = query.draftsToo ? [] : [t('discover.published')]
  return [query.text, ...values, ...published].filter((it) => it !== '').join(' · ')
}
