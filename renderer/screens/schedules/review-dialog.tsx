import { useEffect, useState } from 'react'
import type { ReviewedOrder, RunReview } from '../../../main/model/run-review.ts'
import type { ScheduleView } from '../../../main/model/schedule.ts'
import { WHAT_KEY } from '../../../main/model/scheduled-sync.ts'
import { failureFrom } from '../../bridge.ts'
import { askText } from '../../locales/ask-text.ts'
import { t } from '../../locales/t.ts'
import { queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { PlanRows } from './plan-rows.tsx'
import { planFacts } from './plan-text.ts'
import styles from './review-dialog.module.css'

interface ReviewDialogProps {
  readonly view: ScheduleView
  readonly onClose: () => void
}

/** What a run that asks would do, as things are now; a person lets exactly that happen, or not. */
export function ReviewDialog({ view: { schedule, state }, onClose }: ReviewDialogProps) {
  const { id, name, window } = schedule
  const [isVouchedFor, setVouched] = useState(false)
  const { data: found, error } = useAsked('schedules.review', { id, isVouchedFor })
  // The next look is a new one.
  useEffect(() => () => queryClient.removeQueries({ queryKey: ['schedules.review'] }), [])
  const goOn = useOrder('schedules.go-on', onClose)
  const accepted = found ? acceptedOf(found) : []
  const isAway = found?.kind === 'orders' && found.orders.some(isMissing)
  const isReady = found !== undefined && !isAway && accepted.length > 0
  const accept = (isNow: boolean) =>
    goOn.mutate({ id, accepted: [...accepted], isVouchedFor, isNow })
  const isLater = window !== null && state.kind !== 'running'
  return (
    <Modal
      sheet
      wide
      open
      onClose={onClose}
      title={t('schedules.review.of', { name })}
      lead={t('schedules.review.lead')}
      actions={
        <>
          <Button onClick={onClose}>{t('schedules.review.leave')}</Button>
          {isLater && (
            <Button disabled={!isReady || goOn.isPending} onClick={() => accept(false)}>
              {t('schedules.review.later')}
            </Button>
          )}
          <Button look="primary" disabled={!isReady || goOn.isPending} onClick={() => accept(true)}>
            {t('schedules.review.now')}
          </Button>
        </>
      }
    >
      <div className={styles.orders}>
        {error || goOn.error ? <FailureNote failure={failureFrom(error ?? goOn.error)} /> : null}
        {!(found || error) && <SkeletonLines widths={['48%', '72%', '64%']} />}
        {found && <Found found={found} onVouch={() => setVouched(true)} />}
      </div>
    </Modal>
  )
}

function acceptedOf(found: RunReview) {
  if (found.kind === 'what') return [{ key: WHAT_KEY, fingerprint: found.fingerprint }]
  return found.orders.flatMap(({ key, plan }) =>
    plan ? [{ key, fingerprint: plan.fingerprint }] : [],
  )
}

const isMissing = ({ failure }: ReviewedOrder) => failure?.code === 'disk.missing'

const firstOf = (titles: readonly string[]) => titles[0] ?? ''

/** Three stand in a row. */
function threes(titles: readonly string[]): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(titles.length / 3) }, (_, row) =>
    titles.slice(row * 3, row * 3 + 3),
  )
}

interface FoundProps {
  readonly found: RunReview
  readonly onVouch: () => void
}

function Found({ found, onVouch }: FoundProps) {
  if (found.kind === 'what')
    return (
      <section className={styles.order}>
        {found.asks.map((ask) => (
          <p key={ask.kind}>{askText(ask)}</p>
        ))}
        <RowList
          label={t('schedules.review.dandisets')}
          rows={threes(found.titles)}
          keyOf={firstOf}
          rowHeight={20}
          mostInSight={12}
        >
          {(titles, place) => (
            <GridRow {...place.row} className={styles.titles}>
              {titles.map((title) => (
                <Cell key={title}>{title}</Cell>
              ))}
            </GridRow>
          )}
        </RowList>
      </section>
    )
  return found.orders.map((each) => <Order key={each.key} order={each} onVouch={onVouch} />)
}

function Order(props: { readonly order: ReviewedOrder; readonly onVouch: () => void }) {
  const { title, plan, failure } = props.order
  return (
    <section className={styles.order} aria-label={title}>
      <h3 className={styles.title}>{title}</h3>
      {failure && (
        <FailureNote
          failure={failure}
          actions={
            isMissing(props.order) ? (
              <Button onClick={props.onVouch}>{t('schedules.review.vouch')}</Button>
            ) : null
          }
        />
      )}
      {plan?.asks.map((ask) => (
        <p key={ask.kind} className={styles.ask}>
          {askText(ask)}
        </p>
      ))}
      {plan && <p className={styles.facts}>{planFacts(plan)}</p>}
      {plan && <PlanRows plan={plan} label={t('schedules.review.plan', { name: title })} />}
    </section>
  )
}
