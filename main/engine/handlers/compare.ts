/** Answers about versions and folders side by side. */
import { resolve } from 'node:path'
import type { Assembly } from '../assembly.ts'
import { createComparer } from '../comparing.ts'
import type { EngineHandlers } from '../requests.ts'

export function compareHandlers({ context, versions, pool, store }: Assembly) {
  const comparer = createComparer({ context, versions, pool })
  return {
    'versions.compare': ({ left, rightSnapshotId }) =>
      comparer.compare('folder' in left ? { folder: resolve(left.folder) } : left, rightSnapshotId),
    'compare.page': (query) => comparer.page(query),
    'compare.ticks': ({ id, kinds }) => comparer.ticks(id, kinds),
    'dandiset.folders': ({ instance, dandisetId }) => store.files.foldersOf(instance, dandisetId),
  } satisfies Partial<EngineHandlers>
}
