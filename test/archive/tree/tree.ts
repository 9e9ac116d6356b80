import { memo } from './cell.ts'
import type { Asset, Blob, Dandiset, Version, Zarr } from './model.ts'

/** Everything the archive holds. What serves it only reads it, publication apart. */
export interface Tree {
  /** By id. */
  readonly dandisets: readonly Dandiset[]
  readonly dandiset: (id: string) => Dandiset | undefined
  /** As if it had just been made. */
  readonly add: (dandiset: Dandiset) => void
  /** In place of the one with its id. */
  readonly replace: (dandiset: Dandiset) => void
  readonly asset: (id: string) => FoundAsset | undefined
  readonly blob: (id: string) => Blob | undefined
  readonly zarr: (id: string) => FoundZarr | undefined
  /** The blob of an asset that left its draft stays in the bucket, as it does for 30 days. */
  readonly retire: (asset: Asset) => void
}

export interface FoundAsset {
  readonly asset: Asset
  readonly dandiset: Dandiset
}

export interface FoundZarr {
  readonly zarr: Zarr
  readonly name: string
  readonly dandiset: Dandiset
}

interface Index {
  readonly assets: ReadonlyMap<string, Asset>
  readonly blobs: ReadonlyMap<string, Blob>
  readonly zarrs: ReadonlyMap<string, { readonly zarr: Zarr; readonly name: string }>
}

const indexOf = memo((assets: readonly Asset[]): Index => {
  const index = { assets: new Map(), blobs: new Map(), zarrs: new Map() }
  for (const asset of assets) {
    index.assets.set(asset.id, asset)
    const data = asset.data
    if (data.kind === 'blob') index.blobs.set(data.blob.id, data.blob)
    else index.zarrs.set(data.zarr.id, { zarr: data.zarr, name: asset.path })
  }
  return index
})

export function createTree(dandisets: readonly Dandiset[]): Tree {
  const sorted: Dandiset[] = []
  const add = (...more: readonly Dandiset[]) => {
    sorted.push(...more)
    sorted.sort((a, b) => (a.id < b.id ? -1 : 1))
    for (const dandiset of more) byId.set(dandiset.id, dandiset)
  }
  const retired = new Map<string, Blob>()
  const byId = new Map<string, Dandiset>()
  add(...dandisets)
  return {
    dandisets: sorted,
    dandiset: (id) => byId.get(id),
    add,
    replace: (dandiset) => {
      sorted.splice(
        sorted.findIndex(({ id }) => id === dandiset.id),
        1,
        dandiset,
      )
      byId.set(dandiset.id, dandiset)
    },
    asset: (id) => {
      const found = search(sorted, (index) => index.assets.get(id))
      return found && { asset: found.value, dandiset: found.dandiset }
    },
    blob: (id) => retired.get(id) ?? search(sorted, (index) => index.blobs.get(id))?.value,
    zarr: (id) => {
      const found = search(sorted, (index) => index.zarrs.get(id))
      return found && { ...found.value, dandiset: found.dandiset }
    },
    retire: ({ data }) => {
      if (data.kind === 'blob') retired.set(data.blob.id, data.blob)
    },
  }
}

/** The draft, a release by its name, or nothing. */
export function versionOf(dandiset: Dandiset, name: string): Version | undefined {
  if (name === 'draft') return dandiset.draft
  return dandiset.releases.find((release) => release.name === name)
}

export function latestRelease(dandiset: Dandiset): Version | undefined {
  return dandiset.releases.at(-1)
}

// Listings that were read already are asked first, so that a known id costs no reading.
function search<T>(
  dandisets: readonly Dandiset[],
  look: (index: Index) => T | undefined,
): { readonly value: T; readonly dandiset: Dandiset } | undefined {
  for (const wantMade of [true, false]) {
    for (const dandiset of dandisets) {
      for (const version of [dandiset.draft, ...dandiset.releases]) {
        if (version.assets.isMade() !== wantMade) continue
        const value = look(indexOf(version.assets.get()))
        if (value !== undefined) return { value, dandiset }
      }
    }
  }
  return undefined
}
