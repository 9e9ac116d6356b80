import {
  ArrowDown,
  ArrowUp,
  CircleAlert,
  Ellipsis,
  FileText,
  type LucideIcon,
  Pin,
  RefreshCw,
  Trash2,
  TriangleAlert,
} from 'lucide-react'
import type { CartItem, CartItemTotals } from '../../../main/model/cart.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { removeFromCart } from '../../store/cart.ts'
import { order } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { DropMenu, type MenuEntry, RowMenu } from '../../ui/menu.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { selectionWords } from '../dandiset/conditions.ts'
import styles from './cart-items.module.css'
import { moveItem, nameOf } from './cart-moves.ts'

interface CartItemRowProps {
  readonly place: RowPlace
  readonly item: CartItem
  readonly items: readonly CartItem[]
  readonly totals: CartItemTotals | undefined
  readonly onSelect: () => void
}

export function CartItemRow({ place, item, items, totals, onSelect }: CartItemRowProps) {
  const entries = entriesOf({ item, items, totals })
  const words = selectionWords(item.selection)
  return (
    <RowMenu entries={entries}>
      <GridRow
        {...place.row}
        className={styles.row}
        aria-selected={place.active}
        onClick={onSelect}
        onDoubleClick={() => go({ screen: 'dandiset', ref: item.ref })}
      >
        <Cell>
          <p className={styles.name}>
            <bdi>{totals?.title || item.title || nameOf(item)}</bdi>
          </p>
          <p className={styles.facts}>
            <bdi>
              DANDI:{item.ref.dandisetId} · {item.ref.version}
            </bdi>
            <Marks item={item} totals={totals} />
            <span className={styles.rules} title={words}>
              · {words}
            </span>
          </p>
        </Cell>
        <Numbers totals={totals} />
        <Cell>
          <DropMenu entries={entries} align="end">
            <IconButton icon={Ellipsis} label={t('cart.item.actions')} tabIndex={-1} />
          </DropMenu>
        </Cell>
      </GridRow>
    </RowMenu>
  )
}

function Numbers({ totals }: { readonly totals: CartItemTotals | undefined }) {
  const isThere = totals?.state === 'complete' || totals?.state === 'describing'
  return (
    <>
      <Cell className={classes(styles.number, styles.files)}>
        {isThere && totals ? formatCount(totals.files) : '–'}
        {isThere && totals && (
          <span className={styles.less}>
            {t('cart.subjects.count', { count: totals.subjects })}
          </span>
        )}
      </Cell>
      <Cell className={styles.number}>
        {isThere && totals ? formatBytes(totals.sizeBytes) : '–'}
        {totals && totals.cut.bytes > 0 && (
          <span className={styles.less}>
            {t('cart.item.cut', { size: formatBytes(totals.cut.bytes) })}
          </span>
        )}
      </Cell>
    </>
  )
}

interface MarkProps {
  readonly item: CartItem
  readonly totals: CartItemTotals | undefined
}

/** Colour, sign and word for what a person should know of an item. */
function Marks({ item, totals }: MarkProps) {
  if (totals?.failure && totals.state === 'failed')
    return <Mark tone="danger" icon={CircleAlert} text={failureLine(totals.failure)} />
  if (totals && totals.missing > 0)
    return (
      <Mark
        tone="warning"
        icon={TriangleAlert}
        text={t('cart.item.missing', { count: totals.missing })}
      />
    )
  if (totals?.newer)
    return (
      <Mark
        tone="warning"
        icon={RefreshCw}
        text={t('cart.item.newer', { version: totals.newer })}
      />
    )
  if (totals?.state === 'opening' || totals?.state === 'listing')
    return (
      <Mark
        icon={RefreshCw}
        text={t('cart.item.listing', { count: totals.entries, total: formatCount(totals.entries) })}
      />
    )
  if (totals?.state === 'describing')
    return (
      <Mark
        icon={RefreshCw}
        text={t('cart.item.describing', {
          done: formatCount(totals.described),
          total: formatCount(totals.entries),
        })}
      />
    )
  return item.pinned ? <Mark icon={Pin} text={t('cart.item.pinned')} /> : null
}

function Mark(props: {
  readonly icon: LucideIcon
  readonly text: string
  readonly tone?: 'warning' | 'danger'
}) {
  const { icon: Icon, text, tone } = props
  return (
    <span className={styles.mark} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {text}
    </span>
  )
}

function entriesOf({ item, items, totals }: Pick<CartItemRowProps, 'item' | 'items' | 'totals'>) {
  const at = items.indexOf(item)
  const newer = totals?.newer ?? null
  const entries: (MenuEntry | false)[] = [
    {
      label: t('cart.item.open'),
      icon: FileText,
      act: () => go({ screen: 'dandiset', ref: item.ref }),
    },
    newer !== null && {
      label: t('cart.item.update', { version: newer }),
      icon: RefreshCw,
      act: () => void order('cart.change', { id: item.id, version: newer }),
    },
    {
      label: t('cart.item.up'),
      icon: ArrowUp,
      disabled: at === 0,
      act: () => moveItem(items, at, -1),
    },
    {
      label: t('cart.item.down'),
      icon: ArrowDown,
      disabled: at === items.length - 1,
      act: () => moveItem(items, at, 1),
    },
    {
      label: t('cart.item.remove'),
      icon: Trash2,
      apart: true,
      act: () => void removeFromCart(item.id, nameOf(item)),
    },
  ]
  return entries.filter((entry) => entry !== false)
}
