import {
  CircleCheck,
  Download,
  type LucideIcon,
  Replace,
  RotateCw,
  ShieldCheck,
} from 'lucide-react'
import type { Plan, Tally } from '../../../main/model/plan.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import styles from './plan-sheet.module.css'

/** Nothing in it that a person should see before it starts. */
export function isUsual(plan: Plan): boolean {
  return plan.problemCount === 0 && plan.missingBytes === 0 && plan.replace.files === 0
}

interface PlanSheetProps {
  readonly plan: Plan | null
  readonly busy: boolean
  readonly onClose: () => void
  readonly onStart: () => void
}

/** What a download would do, before its first byte. */
export function PlanSheet({ plan, busy, onClose, onStart }: PlanSheetProps) {
  if (!plan) return null
  const moving = plan.fetch.bytes + plan.resume.bytes + plan.replace.bytes
  const files = plan.fetch.files + plan.resume.files + plan.replace.files + plan.keep.files
  const full = plan.missingBytes > 0
  return (
    <Modal
      sheet
      open
      onClose={onClose}
      title={t('plan.title')}
      lead={<span className={styles.folder}>{t('plan.folder', { folder: plan.folder })}</span>}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" icon={Download} disabled={busy || full} onClick={onStart}>
            {t('download', { count: files, total: formatCount(files), size: formatBytes(moving) })}
          </Button>
        </>
      }
    >
      <div className={styles.tallies}>
        <Line icon={Download} kind="fetch" tally={plan.fetch} />
        <Line icon={RotateCw} kind="resume" tally={plan.resume} />
        <Line icon={CircleCheck} kind="keep" tally={plan.keep} />
        <Line icon={Replace} kind="replace" tally={plan.replace} />
      </div>
      <Room plan={plan} />
      <Problems plan={plan} />
      {plan.problemCount === 0 && !full && (
        <p className={styles.fine}>
          <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />
          {t('plan.verified')}
        </p>
      )}
    </Modal>
  )
}

interface LineProps {
  readonly icon: LucideIcon
  readonly kind: 'fetch' | 'resume' | 'keep' | 'replace'
  readonly tally: Tally
}

function Line({ icon: Icon, kind, tally }: LineProps) {
  return (
    <div className={styles.line} data-none={tally.files === 0 ? '' : undefined}>
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div>
        <p>{t(`plan.${kind}`)}</p>
        <p className={styles.note}>{t(`plan.${kind}.note`)}</p>
      </div>
      <span className={styles.number}>{formatCount(tally.files)}</span>
      <span className={styles.number}>{formatBytes(tally.bytes)}</span>
    </div>
  )
}

function Room({ plan }: { readonly plan: Plan }) {
  if (plan.missingBytes > 0) {
    return (
      <Notice
        tone="danger"
        title={t('disk.missing', { size: formatBytes(plan.missingBytes) })}
        text={t('plan.make-room', { free: formatBytes(plan.freeBytes) })}
      />
    )
  }
  const after = plan.freeBytes - plan.fetch.bytes - plan.resume.bytes - plan.replace.bytes
  return <p className={styles.room}>{t('disk.after', { size: formatBytes(Math.max(0, after)) })}</p>
}

function Problems({ plan }: { readonly plan: Plan }) {
  if (plan.problemCount === 0) return null
  return (
    <section className={styles.problems}>
      <h3>{t('plan.problems', { count: plan.problemCount })}</h3>
      <p className={styles.note}>{t('plan.problems.note')}</p>
      <ul>
        {plan.problems.map((problem) => (
          <li key={problem.path} className={styles.problem}>
            <bdi className={styles.path}>{problem.path}</bdi>
            <span className={styles.note}>{failureLine(problem.failure)}</span>
          </li>
        ))}
      </ul>
      {plan.problemCount > plan.problems.length && (
        <p className={styles.note}>
          {t('plan.problems.more', { count: plan.problemCount - plan.problems.length })}
        </p>
      )}
    </section>
  )
}
