import type { CatalogueQuery, CatalogueState } from '../../main/model/catalogue.ts'
import type { RecordedRequest } from '../archive/record.ts'
import { type EngineWorld, stateOf } from './engine-world.ts'

export const instance = 'local'

export const ask = (text: string, patch: Partial<CatalogueQuery> = {}): CatalogueQuery => ({
  instance,
  text,
  facets: [],
  draftsToo: true,
  ...patch,
})

export function catalogueOf({ engine }: EngineWorld): CatalogueState | undefined {
  return stateOf(engine).catalogues[instance]
}

/** Asks for the catalogue and resolves when what that began has ended. */
export async function settled(world: EngineWorld): Promise<CatalogueState> {
  await world.engine['catalogue.state']({ instance })
  return rest(world)
}

/** Resolves when nothing is asked any more. */
export async function rest(world: EngineWorld): Promise<CatalogueState> {
  const isBusy = () => /filling|checking/.test(catalogueOf(world)?.phase ?? '')
  await world.when(() => !isBusy())
  const state = catalogueOf(world)
  if (!state) throw new Error('the catalogue was never asked for')
  return state
}

export async function find(world: EngineWorld, query: CatalogueQuery) {
  return world.engine['catalogue.page']({
    query: structuredClone(query) as never,
    order: 'relevance',
    offset: 0,
    limit: 500,
  })
}

export async function idsOf(world: EngineWorld, text: string, patch: Partial<CatalogueQuery> = {}) {
  return (await find(world, ask(text, patch))).rows.map(({ id }) => id)
}

export type Asked = 'list' | 'version' | 'other'

/** What the engine asked the API for, oldest first. */
export function askedOf(world: EngineWorld, what: Asked): readonly RecordedRequest[] {
  return world.archive.requests.filter(
    ({ service, url }) => service === 'api' && kindOf(url) === what,
  )
}

function kindOf(url: string): Asked {
  const { pathname, searchParams } = new URL(url)
  if (pathname.endsWith('/api/dandisets/') && !searchParams.has('search')) return 'list'
  return /\/versions\/[^/]+\/$/.test(pathname) ? 'version' : 'other'
}

export function dandisetOf(url: string): string {
  return /\/dandisets\/(\d{6})\//.exec(url)?.[1] ?? ''
}
