import type { Site } from '../site.ts'
import { totalsOf } from '../tree/measure.ts'
import type { Dandiset } from '../tree/model.ts'
import { type Place, versionUrl, yamlResource } from './place.ts'
import { collection, type Resource } from './resource.ts'
import { childrenOfVersion } from './version-tree.ts'

export function dandisetResource(site: Site, dandiset: Dandiset): Resource {
  const path = `/dandisets/${dandiset.id}/`
  const { draft, releases } = dandiset
  const latest = releases.at(-1)
  return collection(path, {
    type: 'Dandiset',
    created: dandiset.created,
    modified: draft.modified.get(),
    children: () => [
      versionResource({ site, dandiset, version: draft, base: `${path}draft/` }),
      ...(latest
        ? [
            versionResource({ site, dandiset, version: latest, base: `${path}latest/` }),
            releasesResource(site, dandiset.id),
          ]
        : []),
    ],
  })
}

export function releasesResource(site: Site, id: string): Resource {
  const path = `/dandisets/${id}/releases/`
  const dandiset = site.tree.dandiset(id)
  return collection(path, {
    type: 'Published versions',
    children: () =>
      dandiset?.embargo === 'OPEN'
        ? dandiset.releases.map((version) =>
            versionResource({ site, dandiset, version, base: `${path}${version.name}/` }),
          )
        : [],
  })
}

export function versionResource(place: Place): Resource {
  const { version, base } = place
  return collection(base, {
    type: 'Dandiset version',
    created: version.created,
    modified: version.modified.get(),
    sizeBytes: () => totalsOf(version).sizeBytes,
    metadataUrl: versionUrl(place),
    children: () => [...childrenOfVersion(place), yamlResource(place)],
  })
}
