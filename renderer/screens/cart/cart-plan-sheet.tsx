import { Download } from 'lucide-react'
import type { CartOrder } from '../../../main/model/cart.ts'
import { type Plan, verdicts } from '../../../main/model/plan.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import tallies from '../plan/plan-tallies.module.css'
import { VerdictMark } from '../plan/verdict-mark.tsx'
import styles from './cart-plan-sheet.module.css'

export interface PlannedOrder {
  readonly order: CartOrder
  readonly plan: Plan
}

interface CartPlanSheetProps {
  readonly plans: readonly PlannedOrder[]
  readonly busy: boolean
  readonly onClose: () => void
  readonly onStart: () => void
}

/** What all orders of the cart would do together, before the first byte. */
export function CartPlanSheet({ plans, busy, onClose, onStart }: CartPlanSheetProps) {
  const sum = (of: (plan: Plan) => number) => plans.reduce((all, { plan }) => all + of(plan), 0)
  const files = sum((plan) => plan.files - plan.problem.files)
  const freeBytes = plans[0]?.plan.freeBytes ?? 0
  const lacking = sum((plan) => plan.bytesToTake) - freeBytes
  return (
    <Modal
      sheet
      open
      onClose={onClose}
      title={t('plan.title')}
      lead={<span className={styles.folder}>{plans[0]?.order.destination}</span>}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            icon={Download}
            disabled={busy || lacking > 0 || files === 0}
            onClick={onStart}
          >
            {t('download', {
              count: files,
              total: formatCount(files),
              size: formatBytes(sum((plan) => plan.bytesToFetch)),
            })}
          </Button>
        </>
      }
    >
      {lacking > 0 && (
        <div className={styles.notice}>
          <Notice
            tone="danger"
            title={t('disk.missing', { size: formatBytes(lacking) })}
            text={t('plan.make-room', { free: formatBytes(freeBytes) })}
          />
        </div>
      )}
      <ul className={tallies.tallies} aria-label={t('plan.tallies')}>
        {verdicts.map((verdict) => {
          const count = sum((plan) => plan[verdict].files)
          if (verdict === 'problem' && count === 0) return null
          return (
            <li key={verdict} className={tallies.line} data-none={count === 0 ? '' : undefined}>
              <VerdictMark verdict={verdict} />
              <span className={tallies.word}>
                {verdict === 'reuse' ? t('plan.copy') : t(`plan.${verdict}`)}
              </span>
              <span className={tallies.number}>{formatCount(count)}</span>
              <span className={tallies.number}>
                {count === 0 ? '' : formatBytes(sum((plan) => plan[verdict].bytes))}
              </span>
            </li>
          )
        })}
      </ul>
      <h3 className={styles.title}>{t('cart.plan.each')}</h3>
      <ul className={styles.orders}>
        {plans.map(({ order, plan }) => (
          <li key={plan.planId}>
            <p className={styles.order}>
              <bdi>{plan.folder}</bdi>
              <span className={styles.number}>{formatCount(plan.files)}</span>
              <span className={styles.number}>{formatBytes(plan.bytes)}</span>
            </p>
            {plan.problems.slice(0, 20).map((problem) => (
              <p key={problem.path} className={styles.problem}>
                <bdi>
                  {order.ref.dandisetId}/{problem.path}
                </bdi>{' '}
                {failureLine(problem.failure)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Modal>
  )
}
