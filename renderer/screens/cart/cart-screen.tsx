import { CalendarClock, FolderOpen, Save, ShoppingBasket, Trash2 } from 'lucide-react'
import type { CartHow, CartView } from '../../../main/model/cart.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { emptyCart, useCart, useCartEvents, useCartSummary, useHow } from '../../store/cart.ts'
import { chooseCartFile, useOpening } from '../../store/opened-cart.ts'
import { keepCartInStep } from '../../store/schedules.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { tell, tellFailure } from '../../ui/toasts.tsx'
import { CartFooter } from './cart-footer.tsx'
import { CartItems } from './cart-items.tsx'
import { CartRules } from './cart-rules.tsx'
import styles from './cart-screen.module.css'
import { CartSubjects } from './cart-subjects.tsx'
import { OpenedSheet } from './opened-sheet.tsx'
import { ScriptMenu } from './script-menu.tsx'

/** Choices of several dandisets together: what they come to, and what to do with them. */
export function CartScreen() {
  useCartEvents()
  const { data: cart, error } = useCart()
  const opening = useOpening()
  return (
    <div className={styles.screen}>
      {error ? <FailureNote failure={failureFrom(error)} /> : null}
      {!cart && !error ? <SkeletonLines widths={['60%', '48%', '54%']} /> : null}
      {cart && (cart.items.length === 0 ? <Nothing /> : <Full cart={cart} />)}
      {opening && <OpenedSheet opening={opening} isEmpty={cart?.items.length === 0} />}
    </div>
  )
}

function Full({ cart }: { readonly cart: CartView }) {
  const how = useHow()
  const { data: summary } = useCartSummary(how.destination)
  return (
    <>
      <Head how={how} />
      <CartRules cart={cart} />
      {summary && summary.clashCount > 0 && (
        <Notice
          tone="warning"
          title={t('cart.clashes', { count: summary.clashCount })}
          text={t('cart.clashes.text', {
            path: `${summary.clashes[0]?.dandisetId}/${summary.clashes[0]?.path}`,
            kept: summary.clashes[0]?.versions[0] ?? '',
            other: summary.clashes[0]?.versions[1] ?? '',
          })}
        />
      )}
      {summary && summary.cut.files > 0 && cart.limitBytes !== null && (
        <Notice
          tone="info"
          title={t('cart.cut', {
            count: summary.cut.files,
            size: formatBytes(summary.cut.bytes),
          })}
          text={t('cart.cut.text', { limit: formatBytes(cart.limitBytes) })}
        />
      )}
      <div className={styles.body}>
        <CartItems cart={cart} summary={summary} />
        <CartSubjects summary={summary} />
      </div>
      <CartFooter how={how} summary={summary} />
    </>
  )
}

function Head({ how }: { readonly how: CartHow }) {
  return (
    <ScreenHead quiet title={t('place.cart')}>
      <Button look="quiet" icon={FolderOpen} onClick={() => void chooseCartFile()}>
        {t('cart.open')}
      </Button>
      <Button look="quiet" icon={Save} onClick={() => void save()}>
        {t('cart.save')}
      </Button>
      <ScriptMenu />
      <Button look="quiet" icon={CalendarClock} onClick={() => void keepInStep(how)}>
        {t('schedules.keep-in-step')}
      </Button>
      <Button look="quiet" icon={Trash2} onClick={() => void emptyCart()}>
        {t('cart.empty')}
      </Button>
    </ScreenHead>
  )
}

/** Where it was saved; null when nothing was, which is told unless a person wanted it so. */
async function save(): Promise<string | null> {
  try {
    const { path } = await request('cart.save', undefined)
    if (path !== null) tell(t('cart.saved', { path }))
    return path
  } catch (error) {
    tellFailure(failureFrom(error))
    return null
  }
}

/** The schedule is of the file: the cart goes on to be filled and emptied. */
async function keepInStep(how: CartHow): Promise<void> {
  const path = await save()
  if (path === null) return
  keepCartInStep(path, how)
  go({ screen: 'schedules' })
}

function Nothing() {
  return (
    <EmptyState
      alone
      icon={ShoppingBasket}
      title={t('cart.none')}
      text={t('cart.none.text')}
      actions={
        <>
          <Button look="primary" onClick={() => go({ screen: 'discover' })}>
            {t('cart.none.find')}
          </Button>
          <Button icon={FolderOpen} onClick={() => void chooseCartFile()}>
            {t('cart.open')}
          </Button>
        </>
      }
    />
  )
}
