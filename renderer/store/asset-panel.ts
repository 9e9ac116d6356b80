import { createStore, useStore } from 'zustand'

/** A file or Zarr of an opened version that is looked into. */
export interface OpenedAsset {
  readonly snapshotId: number
  readonly path: string
}

export type AssetTab = 'facts' | 'inside' | 'places'

interface Panel {
  readonly asset: OpenedAsset | null
  /** The same for the next asset, and when the panel moves. */
  readonly tab: AssetTab
}

const opened = createStore<Panel>(() => ({ asset: null, tab: 'facts' }))

/** Shows an asset's details beside the files; Enter, double click and the menu of its row do. */
export function openAsset(snapshotId: number, path: string): void {
  opened.setState({ asset: { snapshotId, path } })
}

export function closeAsset(): void {
  opened.setState({ asset: null })
}

export const useAssetTab = () => useStore(opened, ({ tab }) => tab)
export const showAssetTab = (tab: AssetTab) => opened.setState({ tab })

/** The asset that is looked into, when it is one of this version. */
export function useOpenedAsset(snapshotId: number): OpenedAsset | null {
  return useStore(opened, ({ asset }) => (asset?.snapshotId === snapshotId ? asset : null))
}
