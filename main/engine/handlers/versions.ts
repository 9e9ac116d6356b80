/** Answers about an opened version and its files. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'
import { toldAbout } from '../told-about.ts'
import { bytesLeftOut } from '../zarr-inside.ts'

export function versionHandlers({ versions, context, settings, store }: Assembly) {
  return {
    'version.open': ({ ref, source }) => versions.look(ref, source, context.signal),
    'version.state': ({ snapshotId }) => versions.state(snapshotId),
    'version.close': ({ snapshotId }) => versions.close(snapshotId),
    async 'version.about'({ snapshotId }) {
      const { snapshot } = versions.state(snapshotId)
      const instance = settings.instances().find(({ name }) => name === snapshot.instance)
      return toldAbout(snapshot, { context, apiUrl: instance?.apiUrl ?? '' })
    },
    'entries.children': async ({ snapshotId, ...query }) =>
      (await versions.index(snapshotId)).children(query),
    'entries.facets': async ({ snapshotId, selection, find }) =>
      (await versions.index(snapshotId)).facets(selection, find),
    'files.page': async ({ snapshotId, ...query }) =>
      (await versions.index(snapshotId)).files(query),
    'subjects.page': async ({ snapshotId, ...query }) =>
      (await versions.index(snapshotId)).subjects(query),
    'matrix.page': async ({ snapshotId, ...query }) =>
      (await versions.index(snapshotId)).matrix(query),
    async 'selection.summary'({ snapshotId, selection }) {
      const index = await versions.index(snapshotId)
      const summary = await index.summary(selection)
      const less = bytesLeftOut(store, snapshotId, selection, await index.chooser(selection))
      return { ...summary, sizeBytes: summary.sizeBytes - less }
    },
  } satisfies Partial<EngineHandlers>
}
