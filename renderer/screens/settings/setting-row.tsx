import type { ReactNode } from 'react'
import styles from './setting-row.module.css'

interface SettingRowProps {
  readonly label: string
  readonly note?: ReactNode
  readonly children: ReactNode
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
