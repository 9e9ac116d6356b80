/** Answers about the kept catalogue of an instance, and about saved searches. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function catalogueHandlers({ store, catalogue }: Assembly) {
  return {
    'catalogue.state': ({ instance }) => catalogue.keeper.look(instance),
    'catalogue.refresh': ({ instance }) => catalogue.keeper.refresh(instance),
    'catalogue.page'(wish) {
      catalogue.keeper.look(wish.query.instance)
      return catalogue.answers.page(wish)
    },
    'catalogue.facets'({ query }) {
      catalogue.keeper.look(query.instance)
      return catalogue.answers.facets(query)
    },
    'catalogue.complete'({ instance, text, caret }) {
      catalogue.keeper.look(instance)
      return catalogue.answers.complete(instance, text, caret)
    },
    'catalogue.dandiset'({ instance, dandisetId }) {
      catalogue.keeper.look(instance)
      return catalogue.answers.dandiset(instance, dandisetId)
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
