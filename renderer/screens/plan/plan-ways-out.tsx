import { useState } from 'react'
import type { Plan, WayOut } from '../../../main/model/plan.ts'
import { failureFrom } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import styles from './plan-ways-out.module.css'

interface PlanWaysOutProps {
  readonly plan: Plan
  /** It cannot start as it is. */
  readonly isHeld: boolean
  readonly onTake: (kind: WayOut['kind']) => void
  readonly onLeaveOut: (planId: number) => Promise<unknown>
}

const shown = 3

/** What stands in the way of some files, and what can be done about it. */
export function PlanWaysOut({ plan, isHeld, onTake, onLeaveOut }: PlanWaysOutProps) {
  const [busy, setBusy] = useState(false)
  if (plan.problemCount === 0) return null
  const leaveOut = () => {
    setBusy(true)
    onLeaveOut(plan.planId)
      .catch((error) => tellFailure(failureFrom(error)))
      .finally(() => setBusy(false))
  }
  const count = plan.problemCount
  return (
    <section className={styles.problems} aria-label={t('plan.problems', { count })}>
      <h3>{t('plan.problems', { count, total: formatCount(count) })}</h3>
      <ul>
        {plan.problems.slice(0, shown).map(({ path, failure }) => (
          <li key={path} className={styles.problem}>
            <bdi className={styles.path}>{path}</bdi>
            <span className={styles.note}>{failureLine(failure)}</span>
          </li>
        ))}
      </ul>
      <div className={styles.ways}>
        {plan.waysOut.map(({ kind, files }) => (
          <Button
            key={kind}
            disabled={busy}
            onClick={() => (kind === 'leave-out' ? leaveOut() : onTake(kind))}
          >
            {t(`plan.way.${kind}`, { count: files, total: formatCount(files) })}
          </Button>
        ))}
      </div>
      <p className={styles.note}>{t(isHeld ? 'plan.problems.held' : 'plan.problems.note')}</p>
    </section>
  )
}
