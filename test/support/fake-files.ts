import { createFacetCounter } from '../../main/model/cart-facets.ts'
import type { Handlers } from '../../preload/contract.ts'
import {
  type NaiveFile,
  naiveFiles,
  naiveMatrix,
  naiveSubjects,
  naiveSummary,
} from './naive-files.ts'

/** Answers about the files of a version, worked out anew each time. */
export function filesHandlers(listOf: (snapshotId: number) => readonly NaiveFile[]) {
  return {
    'version.close': () => undefined,
    'entries.facets'({ snapshotId, selection, find }) {
      const counter = createFacetCounter(selection.filter)
      for (const file of listOf(snapshotId)) counter.add(file)
      return counter.facets(find)
    },
    'files.page': ({ snapshotId, ...query }) => naiveFiles(listOf(snapshotId), query),
    'subjects.page': ({ snapshotId, ...query }) => naiveSubjects(listOf(snapshotId), query),
    'matrix.page': ({ snapshotId, ...query }) => naiveMatrix(listOf(snapshotId), query),
    'selection.summary': ({ snapshotId, selection }) => naiveSummary(listOf(snapshotId), selection),
  } satisfies Partial<Handlers>
}
