import { ChevronRight, File, Folder, Grid3x3, Layers } from 'lucide-react'
import type { ZarrArray, ZarrNode } from '../../../main/model/zarr-tree.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { keptState } from '../../store/zarr-parts.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { Hint } from '../../ui/hint.tsx'
import list from '../../ui/list-row.module.css'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import styles from './asset-inside.module.css'
import { canOpen, type InsidePlace } from './inside-rows.ts'

interface InsideRowProps {
  readonly place: RowPlace
  readonly row: InsidePlace | undefined
  /** Null when the whole Zarr is meant. */
  readonly keep: readonly string[] | null
  readonly expanded: ReadonlySet<string>
  readonly onSelect: () => void
  readonly onToggle: (node: ZarrNode) => void
  readonly onExpand: (node: ZarrNode, isOpen: boolean) => void
}

const indent = 16
const icons = { folder: Folder, group: Layers, array: Grid3x3, file: File } as const

export function InsideRow(props: InsideRowProps) {
  const { place, row, keep, expanded, onToggle, onExpand } = props
  const node = row?.node
  const depth = row?.depth ?? 0
  if (!node) {
    return (
      <GridRow {...place.row} aria-busy className={classes(list.row, styles.row)}>
        <Cell className={styles.cell}>
          <Skeleton width="60%" />
        </Cell>
      </GridRow>
    )
  }
  const state = keptState(keep, node.path)
  const Icon = icons[node.kind]
  const isOpen = expanded.has(node.path)
  const opens = canOpen(node)
  return (
    <GridRow
      {...place.row}
      aria-level={depth + 1}
      aria-posinset={(row?.index ?? 0) + 1}
      aria-setsize={row?.siblings ?? 1}
      aria-expanded={opens ? isOpen : undefined}
      aria-selected={state === 'on'}
      className={classes(list.row, styles.row)}
      onClick={props.onSelect}
      onDoubleClick={() => (opens ? onExpand(node, !isOpen) : onToggle(node))}
    >
      <Cell className={styles.cell} style={{ paddingInlineStart: 12 + depth * indent }}>
        {opens ? (
          <button
            type="button"
            tabIndex={-1}
            className={styles.turner}
            data-open={isOpen ? '' : undefined}
            aria-label={t(isOpen ? 'tree.close' : 'tree.open', { name: node.name })}
            onClick={() => onExpand(node, !isOpen)}
          >
            <ChevronRight size={14} strokeWidth={1.75} aria-hidden />
          </button>
        ) : (
          <span className={styles.turner} />
        )}
        <CheckBox
          state={state}
          label={t('tree.choose', { name: node.name })}
          tabIndex={-1}
          onChange={() => onToggle(node)}
        />
        <Icon
          size={15}
          strokeWidth={1.5}
          className={styles.kind}
          aria-label={t(`inside.${node.kind}`)}
        />
        <bdi className={styles.text} title={node.path}>
          {node.name}
        </bdi>
        {node.array && <ArrayWords array={node.array} name={node.name} />}
      </Cell>
      <Cell className={styles.count}>{node.kind === 'file' ? '' : formatCount(node.entries)}</Cell>
      <Cell className={styles.size}>{formatBytes(node.sizeBytes)}</Cell>
    </GridRow>
  )
}

/** Level, shape and type in the row; axes, chunks and scale in the hint. */
interface ArrayWordsProps {
  readonly array: ZarrArray
  readonly name: string
}

function ArrayWords({ array, name }: ArrayWordsProps) {
  const { shape, dtype, level } = array
  const words = [
    level === null || name === String(level) ? '' : t('inside.level', { level }),
    shape.length === 0 ? t('inside.scalar') : shape.join('×'),
    dtype,
  ]
  return (
    <Hint text={hintOf(array)}>
      <span className={styles.array}>{words.filter((it) => it !== '').join(' · ')}</span>
    </Hint>
  )
}

function hintOf({ level, axes, shape, chunks, scale, dtype }: ZarrArray): string {
  return [
    level !== null && t('inside.level', { level }),
    axes.length > 0
      ? t('inside.axes', { axes: axes.map((axis, at) => `${axis} ${shape[at] ?? ''}`).join(', ') })
      : t('inside.shape', { shape: shape.join(' × ') }),
    chunks.length > 0 && t('inside.chunks', { chunks: chunks.join(' × ') }),
    scale.length > 0 && t('inside.scale', { scale: scale.join(' × ') }),
    dtype,
  ]
    .filter((it) => it !== false && it !== '')
    .join(' · ')
}

export function InsideHead() {
  return (
    <GridRow aria-rowindex={1} className={classes(list.row, list.head, styles.row, styles.head)}>
      <HeadCell className={styles.cell}>{t('column.name')}</HeadCell>
      <HeadCell className={styles.count}>{t('inside.entries')}</HeadCell>
      <HeadCell className={styles.size}>{t('column.size')}</HeadCell>
    </GridRow>
  )
}
