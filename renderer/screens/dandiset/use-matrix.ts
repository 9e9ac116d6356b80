import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Matrix, MatrixCell } from '../../../main/model/files.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { request } from '../../bridge.ts'
import { mutable, queryClient } from '../../store/queries.ts'
import { onListing } from '../../store/signals.ts'

/** Rows and columns in sight. */
export interface Sight {
  readonly rows: readonly [from: number, to: number]
  readonly columns: readonly [from: number, to: number]
}

export interface MatrixView {
  readonly matrix: Matrix | undefined
  readonly failure: Error | null
  /** undefined while it is on its way. */
  readonly subject: (row: number) => string | null | undefined
  readonly column: (column: number) => string | undefined
  readonly cell: (row: number, column: number) => MatrixCell | undefined
  /** Whether what is there of a place is known. */
  readonly knows: (row: number, column: number) => boolean
}

/** Scrolling within a block asks for nothing. */
const block = 64

/** The stretch of the matrix that holds what is in sight; while another comes, the last one stays. */
export function useMatrix(snapshotId: number, selection: Selection, sight: Sight): MatrixView {
  const subjects = stretchOf(sight.rows)
  const sessions = stretchOf(sight.columns)
  const input = { snapshotId, selection: mutable(selection), subjects, sessions }
  const { data, error } = useQuery({
    queryKey: ['matrix.page', input],
    queryFn: async () => ({
      matrix: await request('matrix.page', input),
      top: subjects.offset,
      left: sessions.offset,
    }),
    placeholderData: (before) => before,
  })
  useEffect(
    () =>
      onListing((note) => {
        if (note.snapshotId !== snapshotId) return
        void queryClient.invalidateQueries({ queryKey: ['matrix.page'] })
      }),
    [snapshotId],
  )
  return useMemo(() => viewOf(data, error), [data, error])
}

interface Answer {
  readonly matrix: Matrix
  /** Places of its first row and column. */
  readonly top: number
  readonly left: number
}

function viewOf(answer: Answer | undefined, failure: Error | null): MatrixView {
  const cells = new Map(answer?.matrix.cells.map((it) => [`${it.row}:${it.column}`, it]))
  const subject = (row: number) => answer?.matrix.subjects[row - answer.top]
  const column = (at: number) => answer?.matrix.columns[at - answer.left]
  return {
    matrix: answer?.matrix,
    failure,
    subject,
    column,
    cell: (row, at) => cells.get(`${row}:${at}`),
    knows: (row, at) => subject(row) !== undefined && column(at) !== undefined,
  }
}

function stretchOf([from, to]: readonly [number, number]) {
  const offset = Math.floor(from / block) * block
  return { offset, limit: (Math.floor(to / block) + 1) * block - offset }
}
