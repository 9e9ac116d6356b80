import { useState } from 'react'
import { ageDaysOf } from '../../../main/model/age.ts'
import type { CartSubject, CartSummary } from '../../../main/model/cart.ts'
import { request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatAge } from '../../format/range.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import { useHeldRow, usePagedKeys } from '../../ui/held-row.ts'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './cart-subjects.module.css'

const load = (_group: string, offset: number, limit: number) =>
  request('cart.subjects', { offset, limit })

/** A name cannot hold a line break. */
const keyOf = ({ dandisetId, version, subject }: CartSubject) =>
  [dandisetId, version, subject ?? ''].join('\n')

/** One row a subject of each version. */
export function CartSubjects({ summary }: { readonly summary: CartSummary | undefined }) {
  const [pages] = useState(() => new Pages<CartSubject>(load))
  const [seen, setSeen] = useState(summary)
  usePages(pages)
  if (seen !== summary) {
    setSeen(summary)
    pages.refresh()
  }
  const total = pages.total()
  const keyAt = usePagedKeys(pages, keyOf)
  const [active, setActive] = useHeldRow(keyAt, total ?? 0)
  return (
    <section className={styles.subjects} aria-label={t('cart.subjects')}>
      <VirtualRows
        role="grid"
        id="cart-subjects"
        label={t('cart.subjects')}
        count={total ?? 0}
        rowHeight={28}
        active={active}
        keyAt={keyAt}
        onActive={setActive}
        onRange={(from, to) => pages.want(from, Math.max(to, 0))}
        head={<Head count={summary?.subjects ?? 0} />}
      >
        {(place) => <Row place={place} row={pages.at(place.index)} />}
      </VirtualRows>
      {total === 0 && <p className={styles.none}>{t('cart.subjects.none')}</p>}
    </section>
  )
}

function Head({ count }: { readonly count: number }) {
  return (
    <GridRow aria-rowindex={1} className={styles.head}>
      <HeadCell>{t('cart.subjects.count', { count })}</HeadCell>
      <HeadCell>{t('field.age')}</HeadCell>
      <HeadCell className={styles.number}>{t('cart.files')}</HeadCell>
      <HeadCell className={styles.number}>{t('cart.size')}</HeadCell>
    </GridRow>
  )
}

/** Of several ages each as it is written. */
function ageText(age: string): string {
  const days = ageDaysOf(age)
  return days ? formatAge(days) : age
}

interface RowProps {
  readonly place: RowPlace
  readonly row: CartSubject | undefined
}

function Row({ place, row }: RowProps) {
  return (
    <GridRow {...place.row} className={styles.row}>
      <Cell className={styles.name}>
        {row && (
          <>
            <bdi data-odd={row.subject === null ? '' : undefined}>
              {row.subject ?? t('cart.subjects.without')}
            </bdi>
            <span className={styles.less}>
              {row.dandisetId}
              {row.sex && ` · ${row.sex}`}
            </span>
          </>
        )}
      </Cell>
      <Cell className={styles.less}>
        {row?.age && (
          <span title={t('subjects.age.written', { age: row.age })}>{ageText(row.age)}</span>
        )}
      </Cell>
      <Cell className={styles.number}>{row ? formatCount(row.files) : ''}</Cell>
      <Cell className={styles.number}>{row ? formatBytes(row.sizeBytes) : ''}</Cell>
    </GridRow>
  )
}
