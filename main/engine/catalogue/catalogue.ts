/** Joins the parts that keep the catalogue and answer from it. */
import { Failure } from '../../model/failure.ts'
import type { Context } from '../context.ts'
import type { SettingsKeeper } from '../settings-keeper.ts'
import { type CatalogueAnswers, createCatalogueAnswers } from './catalogue-answers.ts'
import { type CatalogueKeeper, createCatalogueKeeper } from './catalogue-keeper.ts'
import { createCatalogueShelf } from './catalogue-shelf.ts'

export interface Catalogue {
  readonly keeper: CatalogueKeeper
  readonly answers: CatalogueAnswers
}

export function createCatalogue(context: Context, settings: SettingsKeeper): Catalogue {
  const shelf = createCatalogueShelf(context.store)
  const apiUrl = (name: string) => {
    const instance = settings.instances().find((each) => each.name === name)
    if (!instance) throw new Failure('request.invalid', 'give-up', { instance: name })
    return instance.apiUrl
  }
  const keeper = createCatalogueKeeper({ context, apiUrl, onChange: shelf.changed })
  return { keeper, answers: createCatalogueAnswers(context, shelf) }
}
