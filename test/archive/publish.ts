import { cell } from './tree/cell.ts'
import { publication } from './tree/documents.ts'
import type { Asset, Dandiset, Version } from './tree/model.ts'
import { type Tree, versionOf } from './tree/tree.ts'

const minute = 60_000

/** What the archive answers instead of publishing. */
export interface Refused {
  readonly status: number
  readonly body: unknown
}

/** Why the draft cannot be published as it is, in the order in which the archive looks. */
export function publishProblem({ draft, embargo }: Dandiset): Refused | null {
  if (embargo !== 'OPEN') return { status: 403, body: 'Action not allowed' }
  if (draft.assets.get().some(({ data }) => data.kind === 'zarr'))
    return { status: 400, body: ['Cannot publish dandisets which contain zarrs'] }
  if (draft.status.get() !== 'Published') return null
  const body = 'There have been no changes to the draft version since the last publish.'
  return { status: 400, body }
}

/**
 * Makes a version of the draft as it is: it shares the draft's assets, which are published from then
 * on; the draft goes on. Returns the version's name.
 */
export function publish(tree: Tree, dandiset: Dandiset, now: number): string {
  const { id, draft } = dandiset
  const time = new Date(now).toISOString()
  const name = freeName(dandiset, now)
  const assets = draft.assets.get().map((asset) => published(asset, time))
  draft.assets.set(assets)
  const facts = {
    ...draft.facts(),
    ...publication(time),
    url: `https://dandiarchive.org/dandiset/${id}/${name}`,
    doi: `10.48324/dandi.${id}/${name}`,
    dateModified: time,
  }
  const release: Version = {
    name,
    title: draft.title,
    created: time,
    modified: cell(() => time),
    status: cell<string>(() => 'Published'),
    assets: cell<readonly Asset[]>(() => assets),
    facts: () => facts,
  }
  draft.status.set('Published')
  draft.modified.set(time)
  tree.replace({ ...dandiset, releases: [...dandiset.releases, release] })
  return name
}

function published(asset: Asset, time: string): Asset {
  return asset.published === undefined ? { ...asset, published: time, modified: time } : asset
}

/** Of the minute, or of the next one that has none. */
function freeName(dandiset: Dandiset, now: number): string {
  for (let time = now; ; time += minute) {
    const name = releaseName(time)
    if (!versionOf(dandiset, name)) return name
  }
}

/** Such as 0.210831.2033. */
export function releaseName(time: number): string {
  const text = new Date(time).toISOString()
  return `0.${text.slice(2, 4)}${text.slice(5, 7)}${text.slice(8, 10)}.${text.slice(11, 13)}${text.slice(14, 16)}`
}
