import type { Plan, Verdict } from '../../../main/model/plan.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import styles from './plan-tallies.module.css'
import { VerdictMark } from './verdict-mark.tsx'

interface PlanTalliesProps {
  readonly plan: Plan
  readonly shown: Verdict | 'all'
  readonly onShow: (verdict: Verdict | 'all') => void
}

const usual: readonly Verdict[] = ['fetch', 'resume', 'reuse', 'keep', 'replace']

/** What becomes of how many files; each line shows its files when it is pressed. */
export function PlanTallies({ plan, shown, onShow }: PlanTalliesProps) {
  const lines: readonly Verdict[] = plan.problem.files > 0 ? [...usual, 'problem'] : usual
  return (
    <fieldset className={styles.tallies}>
      <legend className="visually-hidden">{t('plan.tallies')}</legend>
      {lines.map((verdict) => {
        const { files, bytes } = plan[verdict]
        return (
          <button
            key={verdict}
            type="button"
            className={styles.line}
            data-none={files === 0 ? '' : undefined}
            aria-pressed={shown === verdict}
            disabled={files === 0}
            onClick={() => onShow(shown === verdict ? 'all' : verdict)}
          >
            <VerdictMark verdict={verdict} />
            <span className={styles.word}>{wordOf(verdict, plan)}</span>
            <span className={styles.number}>{formatCount(files)}</span>
            <span className={styles.number}>{files === 0 ? '' : formatBytes(bytes)}</span>
            {files > 0 && <span className={styles.note}>{noteOf(verdict, plan)}</span>}
          </button>
        )
      })}
    </fieldset>
  )
}

function wordOf(verdict: Verdict, plan: Plan): string {
  if (verdict !== 'reuse') return t(`plan.${verdict}`)
  return t(plan.reuseMode === 'link' ? 'plan.link' : 'plan.copy')
}

function noteOf(verdict: Verdict, plan: Plan): string {
  if (verdict !== 'reuse') return t(`plan.${verdict}.note`)
  return t(plan.reuseMode === 'link' ? 'plan.link.note' : 'plan.copy.note')
}
