import { CircleCheck } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import {
  type Comparison,
  type Difference,
  type DifferenceKind,
  differenceKinds,
} from '../../../main/model/compare.ts'
import { request } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { classes } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { useHeldRow, usePagedKeys } from '../../ui/held-row.ts'
import list from '../../ui/list-row.module.css'
import { Place } from '../../ui/place.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './compare-tab.module.css'
import { kindLooks } from './difference-kinds.ts'

interface CompareListProps {
  readonly comparison: Comparison
  readonly kinds: readonly DifferenceKind[]
  /** The engine keeps only the latest comparisons. */
  readonly onForgotten: () => void
}

export function CompareList({ comparison, kinds, onForgotten }: CompareListProps) {
  const { id } = comparison
  const shown = useRef(kinds)
  const pages = useMemo(
    () =>
      new Pages<Difference>((_group, offset, limit) =>
        request('compare.page', { id, kinds: [...shown.current], offset, limit }),
      ),
    [id],
  )
  usePages(pages)
  const hasFailed = pages.failure !== null
  useEffect(() => {
    if (hasFailed) onForgotten()
  }, [hasFailed, onForgotten])
  const total = pages.total() ?? 0
  const keyAt = usePagedKeys(pages, pathOf)
  const [active, setActive] = useHeldRow(keyAt, total)
  if (pages.total() === 0) {
    const what = isSame(comparison) ? 'compare.same' : 'compare.none'
    return <EmptyState icon={CircleCheck} title={t(what)} text={t(`${what}.text`)} />
  }
  return (
    <VirtualRows
      role="grid"
      id="differences"
      label={t('compare.list')}
      count={total}
      rowHeight={30}
      active={Math.min(active, Math.max(0, total - 1))}
      onActive={setActive}
      keyAt={keyAt}
      onRange={(from, to) => pages.want(from, to)}
      head={<Head />}
    >
      {(place) => (
        <Row
          place={place}
          difference={pages.at(place.index)}
          onSelect={() => setActive(place.index)}
        />
      )}
    </VirtualRows>
  )
}

const pathOf = (difference: Difference) => difference.path

const isSame = ({ tallies }: Comparison) =>
  differenceKinds.every((kind) => kind === 'same' || tallies[kind].files === 0)

function Head() {
  return (
    <GridRow aria-rowindex={1} className={classes(list.row, list.head, styles.row)}>
      <HeadCell>{t('compare.kind')}</HeadCell>
      <HeadCell>{t('column.name')}</HeadCell>
      <HeadCell className={styles.size}>{t('compare.before')}</HeadCell>
      <HeadCell className={styles.size}>{t('compare.after')}</HeadCell>
    </GridRow>
  )
}

interface RowProps {
  readonly place: RowPlace
  readonly difference: Difference | undefined
  readonly onSelect: () => void
}

function Row({ place, difference, onSelect }: RowProps) {
  return (
    <GridRow
      {...place.row}
      aria-busy={difference === undefined}
      className={classes(list.row, styles.row)}
      onClick={onSelect}
    >
      {difference ? (
        <Cells difference={difference} />
      ) : (
        <Cell>
          <Skeleton width="60%" />
        </Cell>
      )}
    </GridRow>
  )
}

function Cells({ difference }: { readonly difference: Difference }) {
  const { kind, path, from, sizeBytes, wasBytes } = difference
  const Icon = kindLooks[kind]
  return (
    <>
      <Cell className={styles.kind} data-kind={kind}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {t(`difference.${kind}`)}
      </Cell>
      <Cell>
        <Place path={path} was={from === null ? null : [t('compare.was'), from]} />
      </Cell>
      <Cell className={styles.size}>{wasBytes === null ? '' : formatBytes(wasBytes)}</Cell>
      <Cell className={styles.size}>{kind === 'removed' ? '' : formatBytes(sizeBytes)}</Cell>
    </>
  )
}
