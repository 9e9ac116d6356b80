import styles from './list-table.module.css'
import type { Band } from './use-band.ts'

/** The rubber band while it is drawn. */
export function BandBox({ band }: { readonly band: Band }) {
  const { left, top, width, height } = band
  return <div className={styles.band} style={{ left, top, width, height }} aria-hidden />
}
