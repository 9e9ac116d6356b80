import { useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { MatrixCell } from '../../../main/model/files.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { failureFrom, request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { type Choice, chooseGroups, type Group } from '../../store/choosing.ts'
import { useDraft } from '../../store/drafts.ts'
import { mutable } from '../../store/queries.ts'
import { FailureNote } from '../../ui/failure-note.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import styles from './matrix-grid.module.css'
import { MatrixGrid } from './matrix-grid.tsx'
import { modalityMarks } from './modality-marks.ts'
import { NoFiles } from './no-files.tsx'
import { type MatrixView, type Sight, useMatrix } from './use-matrix.ts'
import { mostRows } from './use-rows.ts'

interface MatrixTabProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

const start: Sight = { rows: [0, 0], columns: [0, 0] }

/** Subjects by sessions: what exists of each, and what of it is chosen. */
export function MatrixTab({ dandiset, open }: MatrixTabProps) {
  const { selection } = useDraft(dandiset)
  const { snapshotId } = open
  const [sight, setSight] = useState(start)
  const view = useMatrix(snapshotId, selection, sight)
  const choice = { dandiset, snapshotId, selection }
  const choose = (groups: Promise<readonly Group[]> | readonly Group[], on: boolean) => {
    Promise.resolve(groups)
      .then((it) => chooseGroups(choice, it, on))
      .catch((error) => tellFailure(failureFrom(error)))
  }
  if (view.failure && !view.matrix) return <FailureNote failure={failureFrom(view.failure)} />
  if (view.matrix?.subjectTotal === 0 && open.listing.state !== 'running') {
    return <NoFiles dandiset={dandiset} open={open} selection={selection} />
  }
  const marks = modalityMarks(modalitiesOf(view.matrix?.cells ?? []))
  return (
    <div className={styles.tab}>
      <Legend marks={marks} />
      <MatrixGrid
        view={view}
        marks={marks}
        onSight={setSight}
        onCell={(row, cell, on) =>
          choose([{ subject: view.subject(row) ?? null, session: cell.session }], on)
        }
        onRow={(subject, on) => choose([{ subject }], on)}
        onColumn={(column, on) => choose(columnGroups(choice, view, column), on)}
      />
    </div>
  )
}

function modalitiesOf(cells: readonly MatrixCell[]): readonly string[] {
  return [...new Set(cells.flatMap((it) => it.modalities))]
}

function Legend({ marks }: { readonly marks: ReadonlyMap<string, string> }) {
  return (
    <ul className={styles.legend} aria-label={t('matrix.legend')}>
      {[...marks].map(([word, mark]) => (
        <li key={word}>
          <span className={styles.mark}>{mark}</span> {word}
        </li>
      ))}
    </ul>
  )
}

/** A column of ordinals stands for another session in each subject. */
async function columnGroups(
  { snapshotId, selection }: Choice,
  { matrix, column }: MatrixView,
  at: number,
): Promise<readonly Group[]> {
  if (matrix?.columnsAre === 'sessions') return [{ session: column(at) || null }]
  const whole = await request('matrix.page', {
    snapshotId,
    selection: mutable(selection),
    subjects: { offset: 0, limit: mostRows },
    sessions: { offset: at, limit: 1 },
  })
  return whole.cells.map(({ row, session }) => ({ subject: whole.subjects[row] ?? null, session }))
}
