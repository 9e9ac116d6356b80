import type { FailureRecord } from '../../main/model/failure.ts'
import { failureText } from '../locales/failure-text.ts'
import { identifierForms } from '../locales/identifier-forms.ts'
import { t } from '../locales/t.ts'
import styles from './refusal-panel.module.css'

/** Why a text opens nothing, and what would. */
export function RefusalPanel({ failure }: { readonly failure: FailureRecord }) {
  const { what, why } = failureText(failure)
  return (
    <div className={styles.panel} id="refusal" role="alert">
      <p className={styles.what}>{what}</p>
      <p className={styles.why}>{why}</p>
      <dl className={styles.forms}>
        {identifierForms.map((form) => (
          <div key={form} className={styles.form}>
            <dt>{t(`form.${form}.name`)}</dt>
            <dd className={styles.example}>{t(`form.${form}.example`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
