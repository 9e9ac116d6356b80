import type { Handlers } from '../../preload/contract.ts'
import {
  type NaiveFile,
  naiveFacets,
  naiveFiles,
  naiveMatrix,
  naiveSubjects,
  naiveSummary,
} from './naive-files.ts'

/** Answers about the files of a version, worked out anew each time. */
export function filesHandlers(listOf: (snapshotId: number) => readonly NaiveFile[]) {
  return {
    'version.close': () => undefined,
    'entries.facets': ({ snapshotId, selection }) => naiveFacets(listOf(snapshotId), selection),
    'files.page': ({ snapshotId, ...query }) => naiveFiles(listOf(snapshotId), query),
    'subjects.page': ({ snapshotId, ...query }) => naiveSubjects(listOf(snapshotId), query),
    'matrix.page': ({ snapshotId, ...query }) => naiveMatrix(listOf(snapshotId), query),
    'selection.summary': ({ snapshotId, selection }) => naiveSummary(listOf(snapshotId), selection),
  } satisfies Partial<Handlers>
}
