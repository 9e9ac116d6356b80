import { useEffect } from 'react'
import type { PlannedOrder } from '../../../main/model/plan.ts'
import { request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeHow, type useHow } from '../../store/cart.ts'
import { mutable, queryClient, useAsked } from '../../store/queries.ts'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { RowList } from '../../ui/row-list.tsx'
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

const keyOf = ({ dandisetId, version }: PlannedOrder) => `${dandisetId}/${version}`

function Orders({ orders }: { readonly orders: readonly PlannedOrder[] }) {
  return (
    <section className={styles.orders} aria-label={t('cart.plan.each')}>
      <h3>{t('cart.plan.each')}</h3>
      <RowList
        label={t('cart.plan.each')}
        rows={orders}
        keyOf={keyOf}
        rowHeight={24}
        mostInSight={8}
      >
        {({ dandisetId, version, files, bytes }, place) => (
          <GridRow {...place.row} className={styles.order}>
            <Cell className={styles.name}>
              <bdi>
                {dandisetId} <span className={styles.version}>{version}</span>
              </bdi>
            </Cell>
            <Cell className={styles.number}>{formatCount(files)}</Cell>
            <Cell className={styles.number}>{formatBytes(bytes)}</Cell>
          </GridRow>
        )}
      </RowList>
    </section>
  )
}
