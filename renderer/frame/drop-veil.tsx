import { t } from '../locales/t.ts'
import { Mark } from '../ui/mark.tsx'
import styles from './drop-veil.module.css'

/** What a drop will do, while something hangs over the window. */
export function DropVeil() {
  return (
    <div className={styles.veil}>
      <div className={styles.card}>
        <Mark size={40} />
        <p>{t('drop.here')}</p>
      </div>
    </div>
  )
}
