import { useCallback, useMemo, useState } from 'react'
import type { PlanRow, Verdict } from '../../../main/model/plan.ts'
import { request } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { Place } from '../../ui/place.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './plan-files.module.css'
import { VerdictMark } from './verdict-mark.tsx'

interface PlanFilesProps {
  readonly planId: number
  readonly shown: Verdict | 'all'
}

/** Each file, what becomes of it and where it goes. */
export function PlanFiles({ planId, shown }: PlanFilesProps) {
  const pages = usePages(
    useMemo(
      () =>
        new Pages<PlanRow>((_, offset, limit) =>
          request('plan.page', { planId, verdict: shown, offset, limit }),
        ),
      [planId, shown],
    ),
  )
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  const [active, setActive] = useState(0)
  return (
    <div className={styles.frame}>
      <VirtualRows
        role="grid"
        id="plan-files"
        label={t('plan.files')}
        count={pages.total() ?? 8}
        rowHeight={30}
        active={active}
        onActive={setActive}
        onRange={want}
        head={
          <GridRow className={styles.head} aria-rowindex={1}>
            <HeadCell>{t('plan.column.verdict')}</HeadCell>
            <HeadCell>{t('plan.column.place')}</HeadCell>
            <HeadCell className={styles.size}>{t('column.size')}</HeadCell>
          </GridRow>
        }
      >
        {(place) => <Row place={place} row={pages.at(place.index)} />}
      </VirtualRows>
    </div>
  )
}

function Row({ place, row }: { readonly place: RowPlace; readonly row: PlanRow | undefined }) {
  return (
    <GridRow {...place.row} aria-busy={row === undefined} className={styles.row}>
      <Cell className={styles.verdict}>
        {row && (
          <>
            <VerdictMark verdict={row.verdict} />
            {t(`plan.row.${row.verdict}`)}
          </>
        )}
      </Cell>
      <Cell className={styles.place}>
        {row ? (
          <Place
            path={row.failure ? row.path : row.localPath}
            why={row.failure && failureLine(row.failure)}
          />
        ) : (
          <Skeleton width={`${40 + ((place.index * 13) % 35)}%`} />
        )}
      </Cell>
      <Cell className={styles.size}>{row && formatBytes(row.sizeBytes)}</Cell>
    </GridRow>
  )
}
