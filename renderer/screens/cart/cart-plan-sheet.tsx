import { useEffect } from 'react'
import type { PlannedOrder } from '../../../main/model/plan.ts'
import { request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeHow, type useHow } from '../../store/cart.ts'
import { mutable, queryClient, useAsked } from '../../store/queries.ts'
import { PlanSheet } from '../plan/plan-sheet.tsx'
import styles from './cart-plan-sheet.module.css'

interface CartPlanSheetProps {
  readonly how: ReturnType<typeof useHow>
  readonly busy: boolean
  readonly onClose: () => void
  readonly onStart: () => void
  readonly onFolder: () => void
}

/** What all orders of the cart would do together. */
export function CartPlanSheet({ how, ...rest }: CartPlanSheetProps) {
  const asked = useAsked('cart.plan', { how: mutable(how) }, { keep: true })
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['cart.plan'] }), [])
  const leaveOut = async (planId: number) => {
    await request('cart.leave-out', { planId })
    await queryClient.invalidateQueries({ queryKey: ['cart.plan'] })
  }
  const { orders = [], clashing = 0 } = asked.data ?? {}
  return (
    <PlanSheet
      {...rest}
      asked={asked}
      placing={how}
      isHeld={clashing > 0}
      onPlacing={changeHow}
      onLeaveOut={leaveOut}
    >
      {orders.length > 1 && <Orders orders={orders} />}
    </PlanSheet>
  )
}

function Orders({ orders }: { readonly orders: readonly PlannedOrder[] }) {
  return (
    <section className={styles.orders} aria-label={t('cart.plan.each')}>
      <h3>{t('cart.plan.each')}</h3>
      <ul>
        {orders.map(({ dandisetId, version, files, bytes }) => (
          <li key={`${dandisetId}/${version}`} className={styles.order}>
            <bdi>
              {dandisetId} <span className={styles.version}>{version}</span>
            </bdi>
            <span className={styles.number}>{formatCount(files)}</span>
            <span className={styles.number}>{formatBytes(bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
