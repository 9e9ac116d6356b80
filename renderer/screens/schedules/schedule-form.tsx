import type { ScheduleDraft } from '../../../main/model/schedule.ts'
import type { ScheduleProblem } from '../../../main/model/schedule-problems.ts'
import { t } from '../../locales/t.ts'
import { AskRows } from './ask-rows.tsx'
import { ChangeRows } from './change-rows.tsx'
import { ConditionRows } from './condition-rows.tsx'
import { LimitRows } from './limit-rows.tsx'
import styles from './schedule-form.module.css'
import { WhatRows } from './what-rows.tsx'
import { WhenRows } from './when-rows.tsx'
import { WhereRows } from './where-rows.tsx'

/** What each part of the form is given. */
export interface FormPart {
  readonly draft: ScheduleDraft
  readonly problems: readonly ScheduleProblem[]
  readonly onChange: (part: Partial<ScheduleDraft>) => void
}

/** All that a person decides, in the order of the sentence that it makes. */
export function ScheduleForm(props: FormPart) {
  return (
    <div className={styles.form}>
      <section className={styles.part} aria-label={t('schedules.part.what')}>
        <WhatRows {...props} />
      </section>
      <section className={styles.part} aria-label={t('schedules.part.where')}>
        <WhereRows {...props} />
        <ChangeRows {...props} />
      </section>
      <section className={styles.part} aria-label={t('schedules.part.when')}>
        <WhenRows {...props} />
      </section>
      <section className={styles.part} aria-label={t('schedules.part.conditions')}>
        <ConditionRows {...props} />
      </section>
      <section className={styles.part} aria-label={t('schedules.part.limits')}>
        <LimitRows {...props} />
        <AskRows {...props} />
      </section>
    </div>
  )
}
