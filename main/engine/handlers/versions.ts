/** Answers about an opened version and its files. */
import {
  naiveFacets,
  naiveFiles,
  naiveMatrix,
  naiveSubjects,
  naiveSummary,
} from '../../catalog/naive-files.ts'
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function versionHandlers({ versions, sources, context }: Assembly) {
  return {
    'version.open': ({ ref, source }) => versions.open(ref, source, context.signal),
    'version.state': ({ snapshotId }) => versions.state(snapshotId),
    'version.close': () => {},
    'version.about'({ snapshotId }) {
      const { instance, dandisetId, version } = versions.state(snapshotId).snapshot
      return sources.catalog(instance).about(dandisetId, version, context.signal)
    },
    'entries.children': async ({ snapshotId, ...query }) =>
      (await versions.tree(snapshotId)).children(query),
    'entries.facets': async ({ snapshotId, selection }) =>
      naiveFacets((await versions.tree(snapshotId)).all(), selection),
    'files.page': async ({ snapshotId, ...query }) =>
      naiveFiles((await versions.tree(snapshotId)).all(), query),
    'subjects.page': async ({ snapshotId, ...query }) =>
      naiveSubjects((await versions.tree(snapshotId)).all(), query),
    'matrix.page': async ({ snapshotId, ...query }) =>
      naiveMatrix((await versions.tree(snapshotId)).all(), query),
    'selection.summary': async ({ snapshotId, selection }) =>
      naiveSummary((await versions.tree(snapshotId)).all(), selection),
  } satisfies Partial<EngineHandlers>
}
