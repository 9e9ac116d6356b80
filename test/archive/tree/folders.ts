import { byByteOrder } from '../content/byte-order.ts'
import { memo } from './cell.ts'
import { assetSize } from './measure.ts'
import type { Asset, Version } from './model.ts'

/** A folder of a version; the root has the path ''. */
export interface Folder {
  readonly path: string
  readonly name: string
  /** In byte order of their paths, folders and assets mixed. */
  readonly children: readonly Node[]
  readonly assetCount: number
  readonly sizeBytes: number
}

export type Node =
  | { readonly kind: 'folder'; readonly folder: Folder }
  | { readonly kind: 'asset'; readonly asset: Asset }

interface Draft {
  readonly path: string
  readonly children: Map<string, Draft | Asset>
}

/** Every folder of a listing by path. */
const foldersOfAssets = memo((assets: readonly Asset[]): ReadonlyMap<string, Folder> => {
  const drafts = new Map<string, Draft>([['', { path: '', children: new Map() }]])
  for (const asset of assets) draftFor(drafts, parentOf(asset.path)).children.set(asset.path, asset)
  const folders = new Map<string, Folder>()
  const root = drafts.get('')
  if (root) finish(root, folders)
  return folders
})

export const assetsByPath = memo(
  (assets: readonly Asset[]): ReadonlyMap<string, Asset> =>
    new Map(assets.map((asset) => [asset.path, asset])),
)

export const assetsInPathOrder = memo((assets: readonly Asset[]): readonly Asset[] =>
  [...assets].sort((a, b) => byByteOrder(a.path, b.path)),
)

function foldersOf(version: Version): ReadonlyMap<string, Folder> {
  return foldersOfAssets(version.assets.get())
}

/** What is at a path, without slashes at its ends; '' is the root. */
export function nodeAt(version: Version, path: string): Node | undefined {
  const folder = foldersOf(version).get(path)
  if (folder) return { kind: 'folder', folder }
  const asset = assetsByPath(version.assets.get()).get(path)
  return asset && { kind: 'asset', asset }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function draftFor(drafts: Map<string, Draft>, path: string): Draft {
  const known = drafts.get(path)
  if (known) return known
  const draft: Draft = { path, children: new Map() }
  drafts.set(path, draft)
  draftFor(drafts, parentOf(path)).children.set(path, draft)
  return draft
}

function finish(draft: Draft, folders: Map<string, Folder>): Folder {
  let assetCount = 0
  let sizeBytes = 0
  const children: Node[] = []
  for (const path of [...draft.children.keys()].sort(byByteOrder)) {
    const child = draft.children.get(path)
    if (!child) continue
    const node: Node =
      'children' in child
        ? { kind: 'folder', folder: finish(child, folders) }
        : { kind: 'asset', asset: child }
    assetCount += node.kind === 'folder' ? node.folder.assetCount : 1
    sizeBytes += node.kind === 'folder' ? node.folder.sizeBytes : assetSize(node.asset)
    children.push(node)
  }
  const folder = { path: draft.path, name: nameOf(draft.path), children, assetCount, sizeBytes }
  folders.set(draft.path, folder)
  return folder
}
