/** What there is: the archive, its dandisets, what an identifier means. */
import * as z from 'zod'
import {
  type CatalogueDetail,
  type CatalogueFacetCounts,
  type CataloguePage,
  type CatalogueState,
  type Completion,
  catalogueFacets,
  catalogueOrders,
  type SavedSearch,
} from '../../main/model/catalogue.ts'
import type { ArchiveRef } from '../../main/model/entry.ts'
import type { EngineState } from '../../main/model/events.ts'
import type { InstanceRow } from '../../main/model/instance.ts'
import type { VersionRow } from '../../main/model/listing.ts'
import { answers, count, instanceName, text } from './shapes.ts'

const instance = z.strictObject({ instance: instanceName })
export const catalogueQuery = z.strictObject({
  instance: instanceName,
  text: z.string().max(1024),
  facets: z
    .array(
      z.strictObject({ facet: z.enum(catalogueFacets), values: z.array(text).min(1).max(1000) }),
    )
    .max(catalogueFacets.length),
  draftsToo: z.boolean(),
})
const searchName = z.string().trim().min(1).max(100)

export const catalogueRequests = {
  snapshot: answers<EngineState>()(z.undefined()),
  /** One ref a line of text. */
  identify: answers<readonly ArchiveRef[]>()(z.strictObject({ text: z.string().max(100_000) })),
  instances: answers<readonly InstanceRow[]>()(z.undefined()),
  'dandiset.versions': answers<readonly VersionRow[]>()(
    z.strictObject({ instance: instanceName, dandisetId: z.string().regex(/^\d{6}$/) }),
  ),
  /** How far the kept catalogue is; asking for it begins the first fill. */
  'catalogue.state': answers<CatalogueState>()(instance),
  /** Asks the archive for what changed, now. */
  'catalogue.refresh': answers<CatalogueState>()(instance),
  'catalogue.page': answers<CataloguePage>()(
    z.strictObject({
      query: catalogueQuery,
      order: z.enum(catalogueOrders),
      offset: count,
      limit: z.number().int().min(1).max(500),
    }),
  ),
  'catalogue.facets': answers<CatalogueFacetCounts>()(z.strictObject({ query: catalogueQuery })),
  /** What could be typed at the caret, most frequent first. */
  'catalogue.complete': answers<Completion>()(
    z.strictObject({ instance: instanceName, text: z.string().max(1024), caret: count }),
  ),
  'catalogue.dandiset': answers<CatalogueDetail>()(
    z.strictObject({ instance: instanceName, dandisetId: z.string().regex(/^\d{6}$/) }),
  ),
  /** By name. */
  'searches.list': answers<readonly SavedSearch[]>()(z.undefined()),
  /** Takes the place of a search of the same name. */
  'searches.save': answers<readonly SavedSearch[]>()(
    z.strictObject({ name: searchName, query: catalogueQuery }),
  ),
  'searches.remove': answers<readonly SavedSearch[]>()(z.strictObject({ name: searchName })),
} as const
