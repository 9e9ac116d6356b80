import { Download, ShieldCheck } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { Order } from '../../../main/model/job.ts'
import type { Plan, Verdict, WayOut } from '../../../main/model/plan.ts'
import type { ExistingMode } from '../../../main/model/settings.ts'
import { failureFrom } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { PlanFiles } from './plan-files.tsx'
import { PlanLayout } from './plan-layout.tsx'
import styles from './plan-sheet.module.css'
import { PlanTallies } from './plan-tallies.tsx'
import { PlanWaysOut } from './plan-ways-out.tsx'

export type Placing = Pick<Order, 'layout' | 'names' | 'reuse'>
export interface PlacingChange extends Partial<Placing> {
  readonly existing?: ExistingMode
}

interface PlanSheetProps {
  /** The plan as it is asked for; one that is asked for anew stays in sight. */
  readonly asked: Asked
  readonly placing: Placing
  readonly busy: boolean
  /** Files that want one place must be told apart before it can start. */
  readonly isHeld?: boolean
  /** More about the plan, beside its sums. */
  readonly children?: ReactNode
  readonly onClose: () => void
  readonly onStart: () => void
  readonly onPlacing: (change: PlacingChange) => void
  readonly onFolder: () => void
  /** Chooses no longer what cannot be saved. */
  readonly onLeaveOut: (planId: number) => Promise<unknown>
}

interface Asked {
  readonly data: Plan | undefined
  readonly error: Error | null
  readonly isFetching: boolean
}

/** The page between choosing and fetching: what a download would do, before its first byte. */
export function PlanSheet(props: PlanSheetProps) {
  const { asked, busy, isHeld = false, onClose, onStart } = props
  const { data: plan, error, isFetching } = asked
  const full = (plan?.missingBytes ?? 0) > 0
  return (
    <Modal
      sheet
      wide
      open
      onClose={onClose}
      title={t('plan.title')}
      lead={plan && <span className={styles.folder}>{plan.folder}</span>}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            icon={Download}
            disabled={busy || isHeld || full || !plan || isFetching || comingFiles(plan) === 0}
            onClick={onStart}
          >
            {plan ? startLabel(plan) : t('plan.making')}
          </Button>
        </>
      }
    >
      {error ? <FailureNote failure={failureFrom(error)} /> : null}
      {plan && !error ? <Pages {...props} plan={plan} /> : null}
      {!plan && !error ? (
        <SkeletonLines widths={['60%', '72%', '48%', '66%', '58%', '40%']} />
      ) : null}
    </Modal>
  )
}

function comingFiles(plan: Plan): number {
  return plan.files - plan.problem.files
}

function startLabel(plan: Plan): string {
  const count = comingFiles(plan)
  const size = formatBytes(plan.bytesToFetch)
  return t('download', { count, total: formatCount(count), size })
}

function Pages(props: PlanSheetProps & { readonly plan: Plan }) {
  const { plan, placing, onPlacing } = props
  const [shown, setShown] = useState<Verdict | 'all'>('all')
  const take = (kind: WayOut['kind']) => {
    if (kind === 'adapt-names') onPlacing({ names: 'adapt' })
    if (kind === 'skip-existing') onPlacing({ existing: 'skip' })
    if (kind === 'replace-different') onPlacing({ existing: 'overwrite-different' })
    if (kind === 'other-folder') props.onFolder()
  }
  return (
    <div className={styles.pages}>
      <div className={styles.side}>
        <PlanTallies plan={plan} shown={shown} onShow={setShown} />
        <Room plan={plan} onFolder={props.onFolder} />
        <PlanLayout plan={plan} placing={placing} onPlacing={onPlacing} />
        {props.children}
      </div>
      <div className={styles.main}>
        <PlanWaysOut
          plan={plan}
          isHeld={props.isHeld ?? false}
          onTake={take}
          onLeaveOut={props.onLeaveOut}
        />
        <PlanFiles key={`${plan.planId} ${shown}`} planId={plan.planId} shown={shown} />
        {plan.problemCount === 0 && (
          <p className={styles.fine}>
            <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />
            {t('plan.verified')}
          </p>
        )}
      </div>
    </div>
  )
}

/** Nothing in it that a person should see before it starts. */
export function isUsual(plan: Plan): boolean {
  return plan.problemCount === 0 && plan.missingBytes === 0 && plan.replace.files === 0
}

function Room({ plan, onFolder }: { readonly plan: Plan; readonly onFolder: () => void }) {
  const eta = formatEta(plan.seconds)
  if (plan.missingBytes > 0) {
    return (
      <Notice
        tone="danger"
        title={t('disk.missing', { size: formatBytes(plan.missingBytes) })}
        text={t('plan.make-room', { free: formatBytes(plan.freeBytes) })}
        actions={<Button onClick={onFolder}>{t('plan.way.other-folder')}</Button>}
      />
    )
  }
  return (
    <dl className={styles.room}>
      <dt>{t('plan.to-fetch')}</dt>
      <dd>{formatBytes(plan.bytesToFetch)}</dd>
      <dt>{t('plan.time')}</dt>
      <dd>{eta ?? t(plan.bytesToFetch === 0 ? 'plan.time.none' : 'plan.time.unknown')}</dd>
      <dt>{t('plan.space-after')}</dt>
      <dd>{formatBytes(Math.max(0, plan.freeBytes - plan.bytesToTake))}</dd>
    </dl>
  )
}
