import type { ReactNode } from 'react'
import styles from './setting-row.module.css'

interface SettingRowProps {
  readonly label: string
  readonly note?: ReactNode
  readonly children: ReactNode
}

/** For what is too wide to stand beside its words. */
export function SettingBlock({ label, note, children }: SettingRowProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot be laid out as a column
    <div className={styles.block} role="group" aria-label={label}>
      <div className={styles.words}>
        <p className={styles.label}>{label}</p>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      {children}
    </div>
  )
}

export function SettingRow({ label, note, children }: SettingRowProps) {
  return (
    <div className={styles.row}>
      <div className={styles.words}>
        <p className={styles.label}>{label}</p>
        {note && <p className={styles.note}>{note}</p>}
      </div>
      <div className={styles.control}>{children}</div>
    </div>
  )
}
