/** Answers about the kept catalogue of an instance, and about saved searches. */
import { type CatalogueFacetCounts, neverFilled } from '../../model/catalogue.ts'
import { Failure } from '../../model/failure.ts'
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

const none: CatalogueFacetCounts = {
  species: [],
  approach: [],
  technique: [],
  standard: [],
  license: [],
  size: [],
  subjects: [],
  year: [],
  access: [],
}

export function catalogueHandlers({ store }: Assembly) {
  return {
    'catalogue.state': ({ instance }) => neverFilled(instance),
    'catalogue.refresh': ({ instance }) => neverFilled(instance),
    'catalogue.page': () => ({
      rows: [],
      total: 0,
      files: 0,
      sizeBytes: 0,
      problems: [],
      loosen: [],
    }),
    'catalogue.facets': () => none,
    'catalogue.complete': ({ caret }) => ({ from: caret, to: caret, options: [] }),
    'catalogue.dandiset'({ dandisetId }) {
      throw new Failure('remote.not-found', 'ask-user', { dandiset: dandisetId })
    },
    'searches.list': () => store.searches.all(),
    'searches.save'(search) {
      store.transact(() => store.searches.put(search))
      return store.searches.all()
    },
    'searches.remove'({ name }) {
      store.transact(() => store.searches.remove(name))
      return store.searches.all()
    },
  } satisfies Partial<EngineHandlers>
}
