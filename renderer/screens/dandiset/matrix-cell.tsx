import { Check, Minus } from 'lucide-react'
import type { MatrixCell } from '../../../main/model/files.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import type { BoxState } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell } from '../../ui/grid.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import styles from './matrix-grid.module.css'
import { columnName, subjectName } from './matrix-names.ts'
import type { MatrixView } from './use-matrix.ts'

interface MatrixCellProps {
  readonly id: string
  readonly row: number
  readonly column: number
  /** px from the start of the row. */
  readonly start: number
  readonly view: MatrixView
  readonly marks: ReadonlyMap<string, string>
  /** So many modalities fit, and in words where there is room for them. */
  readonly fits: number
  readonly words: boolean
  readonly active: boolean
}

export const cellBox = (cell: MatrixCell) => shareBox(cell.chosenFiles, cell.files)

function shareBox(chosen: number, files: number): BoxState {
  if (chosen === 0) return 'off'
  return chosen === files ? 'on' : 'some'
}

/** One session of one subject: its modalities, files and bytes, and whether they are chosen. */
export function MatrixCellBox(props: MatrixCellProps) {
  const { id, row, column, start, view, active } = props
  const cell = view.cell(row, column)
  const state = cell && cellBox(cell)
  const name = nameOf(props, cell)
  return (
    <Cell
      id={id}
      aria-colindex={column + 2}
      aria-selected={state === 'on'}
      title={cell && name}
      data-row={row}
      data-column={column}
      data-state={state}
      data-active={active ? '' : undefined}
      className={styles.cell}
      style={{ left: start }}
    >
      <span className="visually-hidden">{name}</span>
      {cell && <Content {...props} cell={cell} />}
      {!cell && !view.knows(row, column) && <Skeleton width="60%" />}
    </Cell>
  )
}

type ContentProps = MatrixCellProps & { readonly cell: MatrixCell }

function Content({ cell, marks, words, fits }: ContentProps) {
  const { modalities } = cell
  const shown = modalities.length > fits ? fits - 1 : modalities.length
  return (
    <span className={styles.content} aria-hidden>
      <span className={classes(styles.marks, words && styles.words)}>
        {modalities.slice(0, shown).map((it) => (
          <span key={it} className={styles.mark}>
            {words ? it : marks.get(it)}
          </span>
        ))}
        {modalities.length > shown && <span>+{modalities.length - shown}</span>}
        {modalities.length === 0 && <span className={styles.mark}>?</span>}
        <span className={styles.tick}>{sumBox([cell])}</span>
      </span>
      <span className={styles.tally}>
        {formatCount(cell.files)} · {formatBytes(cell.sizeBytes)}
      </span>
    </span>
  )
}

function nameOf({ view, row, column }: MatrixCellProps, cell: MatrixCell | undefined): string {
  const subject = subjectName(view.subject(row))
  if (!cell) {
    const at = { subject, session: columnName(view, column) }
    return view.knows(row, column) ? t('matrix.nothing', at) : t('matrix.waiting')
  }
  const { modalities, files } = cell
  return t('matrix.cell', {
    subject,
    session: cell.session ?? t('matrix.no-session'),
    modalities: modalities.length === 0 ? t('matrix.no-modality') : modalities.join(', '),
    count: files,
    total: formatCount(files),
    size: formatBytes(cell.sizeBytes),
    chosen: t(`matrix.${cellBox(cell)}`),
  })
}

/** A box that is only looked at: the whole cell is what is pressed. */
export function sumBox(cells: readonly MatrixCell[]) {
  const chosen = cells.reduce((sum, it) => sum + it.chosenFiles, 0)
  const files = cells.reduce((sum, it) => sum + it.files, 0)
  const state = shareBox(chosen, files)
  return (
    <span className={styles.box} data-state={state} aria-hidden>
      {state === 'on' && <Check size={11} strokeWidth={3} />}
      {state === 'some' && <Minus size={11} strokeWidth={3} />}
    </span>
  )
}
