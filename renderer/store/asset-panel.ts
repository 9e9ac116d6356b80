import { createStore, useStore } from 'zustand'

/** A file or Zarr of an opened version that is looked into. */
export interface OpenedAsset {
  readonly snapshotId: number
  readonly path: string
}

const opened = createStore<{ readonly asset: OpenedAsset | null }>(() => ({ asset: null }))

/** Shows an asset's details beside the files; Enter, double click and the menu of its row do. */
export function openAsset(snapshotId: number, path: string): void {
  opened.setState({ asset: { snapshotId, path } })
}

export function closeAsset(): void {
  opened.setState({ asset: null })
}

/** The asset that is looked into, when it is one of this version. */
export function useOpenedAsset(snapshotId: number): OpenedAsset | null {
  return useStore(opened, ({ asset }) => (asset?.snapshotId === snapshotId ? asset : null))
}
