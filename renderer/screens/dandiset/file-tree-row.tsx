import { Box, ChevronRight, File, Folder } from 'lucide-react'
import { memo } from 'react'
import type { TreeRow } from '../../../main/model/listing.ts'
import type { Selection } from '../../../main/model/selection.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { FileName } from '../../ui/file-name.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import list from '../../ui/list-row.module.css'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { boxState } from './box-state.ts'
import styles from './file-tree.module.css'
import type { TreePlace } from './tree-rows.ts'

interface FileTreeRowProps {
  readonly place: RowPlace
  readonly at: TreePlace | undefined
  readonly siblings: number
  readonly row: TreeRow | undefined
  readonly marked: boolean
  readonly selection: Selection
  readonly expanded: ReadonlySet<string>
  readonly onToggle: (row: TreeRow) => void
  readonly onExpand: (row: TreeRow) => void
}

const indent = 18

/** Drawn again only when what it shows has changed; scrolling moves rows without drawing them. */
export const FileTreeRow = memo(TreeRowLine, sameLook)

/** The handlers are the same functions each time, or close over nothing that is not compared here. */
function sameLook(a: FileTreeRowProps, b: FileTreeRowProps): boolean {
  return (
    a.row === b.row &&
    a.marked === b.marked &&
    a.selection === b.selection &&
    a.expanded === b.expanded &&
    a.siblings === b.siblings &&
    a.place.index === b.place.index &&
    a.place.active === b.place.active &&
    a.at?.index === b.at?.index &&
    a.at?.depth === b.at?.depth
  )
}

function TreeRowLine(props: FileTreeRowProps) {
  const { place, at, row, expanded } = props
  const depth = at?.depth ?? 0
  return (
    <GridRow
      {...place.row}
      data-index={place.index}
      aria-level={depth + 1}
      aria-posinset={(at?.index ?? 0) + 1}
      aria-setsize={props.siblings}
      aria-expanded={row?.kind === 'folder' ? expanded.has(row.path) : undefined}
      aria-selected={props.marked}
      aria-busy={row === undefined}
      className={classes(list.row, styles.row)}
    >
      {row ? (
        <Cells {...props} row={row} depth={depth} />
      ) : (
        <Waiting index={place.index} depth={depth} />
      )}
    </GridRow>
  )
}

type CellsProps = FileTreeRowProps & { readonly row: TreeRow; readonly depth: number }

function Cells({ row, depth, selection, expanded, onToggle, onExpand }: CellsProps) {
  const label = t('tree.choose', { name: row.name })
  return (
    <>
      <Cell className={styles.name} style={{ paddingInlineStart: 20 + depth * indent }}>
        <Turner row={row} open={expanded.has(row.path)} onExpand={onExpand} />
        <CheckBox
          state={boxState(row, selection)}
          label={label}
          tabIndex={-1}
          onChange={() => onToggle(row)}
        />
        <KindIcon kind={row.kind} />
        <FileName name={row.name} title={row.path} />
      </Cell>
      <Cell className={styles.subject}>
        <bdi className={styles.text}>{row.subjectId}</bdi>
      </Cell>
      <Cell className={styles.session}>
        <bdi className={styles.text}>{row.session}</bdi>
      </Cell>
      <Cell className={styles.type}>{row.kind === 'folder' ? '' : row.type}</Cell>
      <Cell className={styles.files}>{row.kind === 'folder' ? formatCount(row.files) : ''}</Cell>
      <Cell className={styles.size}>{formatBytes(row.sizeBytes)}</Cell>
      <Cell className={styles.modified}>{formatDate(row.modifiedAt)}</Cell>
    </>
  )
}

interface TurnerProps {
  readonly row: TreeRow
  readonly open: boolean
  readonly onExpand: (row: TreeRow) => void
}

function Turner({ row, open, onExpand }: TurnerProps) {
  if (row.kind !== 'folder') return <span className={styles.turner} />
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.turner}
      data-open={open ? '' : undefined}
      aria-label={t(open ? 'tree.close' : 'tree.open', { name: row.name })}
      onClick={() => onExpand(row)}
    >
      <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
    </button>
  )
}

const icons = { folder: Folder, blob: File, zarr: Box } as const

function KindIcon({ kind }: { readonly kind: TreeRow['kind'] }) {
  const Icon = icons[kind]
  return <Icon size={15} strokeWidth={1.5} className={styles.kind} aria-label={t(`kind.${kind}`)} />
}

function Waiting({ index, depth }: { readonly index: number; readonly depth: number }) {
  return (
    <Cell className={styles.name} style={{ paddingInlineStart: 76 + depth * indent }}>
      <Skeleton width={`${30 + ((index * 13) % 35)}%`} />
      <span className="visually-hidden">{t('loading')}</span>
    </Cell>
  )
}
