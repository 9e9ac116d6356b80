import { CircleAlert, CircleDot } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { ProblemField, ScheduleProblem } from '../../../main/model/schedule-problems.ts'
import { problemText } from '../../locales/schedule-words.ts'
import styles from './schedule-form.module.css'

interface FormRowProps {
  readonly label: string
  readonly note?: string
  /** Those of the whole form; the row tells its own. */
  readonly problems?: readonly ScheduleProblem[]
  readonly field?: ProblemField
  readonly children: ReactNode
}

/** A label, what can be set, and what is wrong with it. */
export function FormRow({ label, note, problems = [], field, children }: FormRowProps) {
  const id = useId()
  const own = problems.filter((problem) => problem.field === field)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot be laid out as a grid
    <div className={styles.row} role="group" aria-labelledby={id} aria-describedby={`${id}-more`}>
      <p className={styles.label} id={id}>
        {label}
      </p>
      <div className={styles.controls}>{children}</div>
      <div className={styles.more} id={`${id}-more`}>
        {note && <p className={styles.note}>{note}</p>}
        {own.map((problem) => (
          <Problem key={problem.reason} problem={problem} />
        ))}
      </div>
    </div>
  )
}

/** What is still to be said is no mistake. */
function Problem({ problem }: { readonly problem: ScheduleProblem }) {
  const isMissing = problem.reason.endsWith('-empty')
  const Icon = isMissing ? CircleDot : CircleAlert
  return (
    <p className={styles.problem} data-missing={isMissing ? '' : undefined}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {problemText(problem)}
    </p>
  )
}
