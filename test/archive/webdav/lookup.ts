import type { Site } from '../site.ts'
import { versionOf } from '../tree/tree.ts'
import { dandisetResource, releasesResource, versionResource } from './dandiset-tree.ts'
import { manifestTree } from './manifest-tree.ts'
import { type Found, missing, type Outcome, refused } from './outcome.ts'
import { collection, type Resource } from './resource.ts'
import { resourceInVersion } from './version-tree.ts'

/** Finds what the components of a path lead to. */
export function lookup(site: Site, components: readonly string[]): Outcome {
  const [top, ...rest] = components
  if (top === undefined) return found(root(site))
  if (top.toLowerCase() === 'dandisets') return inDandisets(site, rest)
  if (top.toLowerCase() === 'zarrs') return manifestTree(site, rest)
  return missing
}

function found(resource: Resource): Found {
  return { kind: 'found', resource }
}

function root(site: Site): Resource {
  const children = () => [allDandisets(site), collection('/zarrs/', zarrsParts(site))]
  return { ...collection('/', { type: '', children }), name: '' }
}

function zarrsParts(site: Site) {
  const outcome = () => manifestTree(site, [])
  return {
    type: 'Zarrs',
    children: () => {
      const it = outcome()
      return it.kind === 'found' ? it.resource.children() : []
    },
  }
}

function allDandisets(site: Site): Resource {
  const open = () => site.tree.dandisets.filter((it) => it.embargo === 'OPEN')
  return collection('/dandisets/', {
    type: 'Dandisets',
    children: () =>
      open()
        .toSorted((a, b) => Date.parse(a.created) - Date.parse(b.created))
        .map((it) => dandisetResource(site, it)),
  })
}

function inDandisets(site: Site, components: readonly string[]): Outcome {
  const [id, kind, ...rest] = components
  if (id === undefined) return found(allDandisets(site))
  if (!/^\d{6,}$/.test(id)) return missing
  const word = kind?.toLowerCase()
  // The collection of releases is shown without asking whether the dandiset is there.
  if (word === 'releases' && rest.length === 0) return found(releasesResource(site, id))
  if (word !== undefined && !['draft', 'latest', 'releases'].includes(word)) return missing
  const dandiset = site.tree.dandiset(id)
  if (!dandiset) return missing
  if (dandiset.embargo !== 'OPEN') return refused(`${site.urls.api}/dandisets/${id}/`)
  if (word === undefined) return found(dandisetResource(site, dandiset))
  const [name, inside] = word === 'releases' ? [rest[0] ?? '', rest.slice(1)] : [word, rest]
  if (word === 'releases' && !/^\d+\.\d+\.\d+$/.test(name)) return missing
  const version = word === 'latest' ? dandiset.releases.at(-1) : versionOf(dandiset, name)
  if (!version) return missing
  const base = `/dandisets/${id}/${word === 'releases' ? `releases/${name}` : name}/`
  const place = { site, dandiset, version, base }
  return inside.length === 0 ? found(versionResource(place)) : resourceInVersion(place, inside)
}
