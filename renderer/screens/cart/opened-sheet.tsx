import { type CSSProperties, useId, useState } from 'react'
import {
  type CartChange,
  type CartMeaning,
  cartChangeKinds,
  type OpenedCart,
} from '../../../main/model/cart.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { closeOpening, takeOpened } from '../../store/opened-cart.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Place } from '../../ui/place.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './opened-sheet.module.css'

interface OpenedSheetProps {
  readonly opening: { readonly path: string; readonly opened: OpenedCart | null }
  /** Nothing is in the cart that it could be added to. */
  readonly isEmpty: boolean
}

/** A cart file beside what it means now, before any of it is taken. */
export function OpenedSheet({ opening, isEmpty }: OpenedSheetProps) {
  const { path, opened } = opening
  const [meaning, setMeaning] = useState<CartMeaning>('rules')
  const take = (into: 'replace' | 'add') => () => void takeOpened(path, meaning, into)
  return (
    <Modal
      sheet
      open
      onClose={closeOpening}
      title={path.split(/[\\/]/).at(-1) ?? path}
      lead={opened && t('cart.opened.day', { day: formatDate(opened.savedAt) })}
      actions={
        <>
          <Button onClick={closeOpening}>{t('cancel')}</Button>
          {!isEmpty && (
            <Button disabled={!opened} onClick={take('add')}>
              {t('cart.opened.add')}
            </Button>
          )}
          <Button look="primary" disabled={!opened} onClick={take('replace')}>
            {isEmpty ? t('cart.opened.take') : t('cart.opened.replace')}
          </Button>
        </>
      }
    >
      {opened ? (
        <Changes opened={opened} meaning={meaning} onMeaning={setMeaning} />
      ) : (
        <div role="status" aria-label={t('cart.opened.comparing')}>
          <p className={styles.note}>{t('cart.opened.comparing')}</p>
          <SkeletonLines widths={['60%', '72%', '48%']} />
        </div>
      )}
    </Modal>
  )
}

interface ChangesProps {
  readonly opened: OpenedCart
  readonly meaning: CartMeaning
  readonly onMeaning: (meaning: CartMeaning) => void
}

function Changes({ opened, meaning, onMeaning }: ChangesProps) {
  const { items, counts, changes } = opened
  const total = cartChangeKinds.reduce((sum, kind) => sum + counts[kind], 0)
  const lost = counts.changed + counts.renamed + counts.removed
  const found = items.reduce((sum, item) => sum + item.found.files, 0)
  const saved = items.reduce((sum, item) => sum + (item.failure ? 0 : item.saved.files), 0)
  const name = useId()
  const options = [
    { value: 'rules', files: found, note: t('cart.opened.rules.note') },
    { value: 'saved', files: saved - lost, note: t('cart.opened.saved.note', { count: lost }) },
  ] as const
  return (
    <div className={styles.pages}>
      {items.map(
        (item) =>
          item.failure && (
            <Notice
              key={`${item.dandisetId}/${item.version}`}
              tone="danger"
              title={`DANDI:${item.dandisetId} · ${item.version}`}
              text={failureLine(item.failure)}
            />
          ),
      )}
      <p className={styles.lead} role="status">
        {total === 0 ? t('cart.opened.same') : t('cart.opened.changes', { count: total })}
      </p>
      {total > 0 && (
        <ul className={styles.counts}>
          {cartChangeKinds
            .filter((kind) => counts[kind] > 0)
            .map((kind) => (
              <li key={kind} data-kind={kind}>
                {t(`cart.change.${kind}`)} <strong>{formatCount(counts[kind])}</strong>
              </li>
            ))}
        </ul>
      )}
      {changes.length > 0 && <ChangeList changes={changes} total={total} />}
      <fieldset className={styles.meanings}>
        <legend>{t('cart.opened.meaning')}</legend>
        {options.map(({ value, files, note }) => (
          <label key={value} className={styles.meaning}>
            <input
              type="radio"
              name={name}
              checked={meaning === value}
              onChange={() => onMeaning(value)}
            />
            <span>
              {t(`cart.opened.${value}`, { count: files, total: formatCount(files) })}
              <span className={styles.note}>{note}</span>
            </span>
          </label>
        ))}
      </fieldset>
    </div>
  )
}

function ChangeList(props: { readonly changes: readonly CartChange[]; readonly total: number }) {
  const { changes, total } = props
  const [active, setActive] = useState(0)
  return (
    <div className={styles.list} style={{ '--rows': changes.length } as CSSProperties}>
      <VirtualRows
        role="grid"
        id="cart-changes"
        label={t('cart.opened.list')}
        count={changes.length}
        rowHeight={28}
        active={active}
        onActive={setActive}
      >
        {(place) => {
          const change = changes[place.index]
          return change && <ChangeRow place={place} change={change} />
        }}
      </VirtualRows>
      {total > changes.length && (
        <p className={styles.note}>{t('cart.opened.more', { count: total - changes.length })}</p>
      )}
    </div>
  )
}

interface ChangeRowProps {
  readonly place: RowPlace
  readonly change: CartChange
}

function ChangeRow({ place, change }: ChangeRowProps) {
  const { kind, dandisetId, path, to, sizeBytes } = change
  return (
    <GridRow {...place.row} className={styles.row}>
      <Cell className={styles.kind} data-kind={kind}>
        {t(`cart.change.${kind}`)}
      </Cell>
      <Cell className={styles.path}>
        <Place path={`${dandisetId}/${path}`} was={to === null ? null : ['→', to]} />
      </Cell>
      <Cell className={styles.number}>{formatBytes(sizeBytes)}</Cell>
    </GridRow>
  )
}
