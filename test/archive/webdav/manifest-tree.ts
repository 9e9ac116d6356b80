import type { Site } from '../site.ts'
import { checksumOf } from '../tree/measure.ts'
import type { Zarr } from '../tree/model.ts'
import { missing, type Outcome } from './outcome.ts'
import { collection, type Resource } from './resource.ts'
import { childrenOfZarr, resourceInZarr, type ZarrPlace } from './zarr-tree.ts'

/** The states of Zarrs by their checksums: `/zarrs/{3}/{3}/{id}/{checksum}.zarr/…`. */
export function manifestTree(site: Site, components: readonly string[]): Outcome {
  const [one, two, id, state, ...inside] = components
  const ids = zarrIds(site)
  if (one === undefined) return folder('/zarrs/', 'Zarrs', () => firstLevel(ids))
  if (!ids.some((it) => it.startsWith(one) && one.length === 3)) return missing
  if (two === undefined) return folder(`/zarrs/${one}/`, 'Directory', () => secondLevel(ids, one))
  const below = ids.filter((it) => it.startsWith(one + two) && two.length === 3)
  if (below.length === 0) return missing
  const base = `/zarrs/${one}/${two}/`
  if (id === undefined) return folder(base, 'Directory', () => thirdLevel(site, base, below))
  const zarr = below.includes(id) ? site.tree.zarr(id)?.zarr : undefined
  if (!zarr) return missing
  if (state === undefined) return { kind: 'found', resource: zarrResource(site, base, zarr) }
  if (state !== `${checksumOf(zarr)}.zarr`) return missing
  const place: ZarrPlace = { site, zarr, base: `${base}${id}/${state}/`, isPinned: true }
  if (inside.length > 0) return resourceInZarr(place, inside.join('/'))
  return { kind: 'found', resource: stateResource(place) }
}

function zarrIds(site: Site): readonly string[] {
  const ids: string[] = []
  for (const { draft, embargo } of site.tree.dandisets) {
    if (embargo !== 'OPEN') continue
    for (const { data } of draft.assets.get()) if (data.kind === 'zarr') ids.push(data.zarr.id)
  }
  return ids.sort()
}

function folder(path: string, type: string, children: () => readonly Resource[]): Outcome {
  return { kind: 'found', resource: collection(path, { type, children }) }
}

function firstLevel(ids: readonly string[]): readonly Resource[] {
  const names = new Set(ids.map((id) => id.slice(0, 3)))
  return [...names].map((name) =>
    collection(`/zarrs/${name}/`, { type: 'Directory', children: () => secondLevel(ids, name) }),
  )
}

function secondLevel(ids: readonly string[], one: string): readonly Resource[] {
  const names = new Set(ids.filter((id) => id.startsWith(one)).map((id) => id.slice(3, 6)))
  return [...names].map((name) =>
    collection(`/zarrs/${one}/${name}/`, { type: 'Directory', children: () => [] }),
  )
}

function thirdLevel(site: Site, base: string, ids: readonly string[]): readonly Resource[] {
  return ids.flatMap((id) => {
    const zarr = site.tree.zarr(id)?.zarr
    return zarr ? [zarrResource(site, base, zarr)] : []
  })
}

function zarrResource(site: Site, base: string, zarr: Zarr): Resource {
  const path = `${base}${zarr.id}/`
  return collection(path, {
    type: 'Directory',
    children: () => {
      const place = { site, zarr, base: `${path}${checksumOf(zarr)}.zarr/`, isPinned: true }
      return [stateResource(place)]
    },
  })
}

function stateResource(place: ZarrPlace): Resource {
  const children = () => childrenOfZarr(place, '')
  return collection(place.base, { type: 'Directory', children })
}
