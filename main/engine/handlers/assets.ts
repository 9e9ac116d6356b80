/** Answers about one asset of an opened version. */
import { Failure } from '../../model/failure.ts'
import { factGroupsOf } from '../../sources/asset-facts.ts'
import type { Assembly } from '../assembly.ts'
import { assetOf, detailOf, placeOf, versionsOf } from '../assets.ts'
import type { EngineHandlers } from '../requests.ts'
import { createZarrViewer } from '../zarr-inside.ts'

export function assetsHandlers({ sources, store, context, settings }: Assembly) {
  const { signal } = context
  const zarrs = createZarrViewer(context)
  const instanceOf = (name: string) => {
    const found = settings.instances().find((each) => each.name === name)
    if (!found) throw new Failure('request.invalid', 'give-up', { instance: name })
    return found
  }
  return {
    'asset.detail'({ snapshotId, path }) {
      const asset = assetOf(store, snapshotId, path)
      return detailOf(asset, store, instanceOf(asset.snapshot.instance))
    },
    async 'asset.metadata'({ snapshotId, path }) {
      const { snapshot, entry } = assetOf(store, snapshotId, path)
      return factGroupsOf(await sources.catalog(snapshot.instance).asset(snapshot, entry, signal))
    },
    'asset.place': ({ snapshotId, path, source }) =>
      placeOf(assetOf(store, snapshotId, path), source, { sources, signal }),
    'asset.versions': ({ snapshotId, path }) =>
      versionsOf(assetOf(store, snapshotId, path), { sources, store, signal }),
    'zarr.open': ({ snapshotId, path }) => zarrs.open(assetOf(store, snapshotId, path)),
    'zarr.children': ({ treeId, folder, offset, limit }) =>
      store.zarrTrees.children(treeId, folder, offset, limit),
    'zarr.part': ({ treeId, keep }) => store.zarrTrees.partSize(treeId, keep),
  } satisfies Partial<EngineHandlers>
}
