import type { FailureRecord } from '../../main/model/failure.ts'
import { failureText } from '../locales/failure-text.ts'
import { t } from '../locales/t.ts'
import styles from './refusal-panel.module.css'

const forms = ['id', 'version', 'page', 'folder', 'doi', 'command'] as const

/** Why a text opens nothing, and what would. */
export function RefusalPanel({ failure }: { readonly failure: FailureRecord }) {
  const { what, why } = failureText(failure)
  return (
    <div className={styles.panel} id="refusal" role="alert">
      <p className={styles.what}>{what}</p>
      <p className={styles.why}>{why}</p>
      <dl className={styles.forms}>
        {forms.map((form) => (
          <div key={form} className={styles.form}>
            <dt>{t(`form.${form}.name`)}</dt>
            <dd className={styles.example}>{t(`form.${form}.example`)}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
