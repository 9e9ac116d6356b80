import { X } from 'lucide-react'
import { t } from '../locales/t.ts'
import styles from './chip.module.css'

interface ChipProps {
  readonly label: string
  readonly onRemove: () => void
}

/** A chosen filter; the whole chip takes it away. */
export function Chip({ label, onRemove }: ChipProps) {
  return (
    <button
      type="button"
      className={styles.chip}
      onClick={onRemove}
      aria-label={t('filter.remove', { label })}
    >
      <bdi className={styles.label}>{label}</bdi>
      <X size={12} strokeWidth={2} aria-hidden />
    </button>
  )
}

/** A short fact in a frame: a state of a version, a licence. */
export function Tag({ label }: { readonly label: string }) {
  return <span className={styles.tag}>{label}</span>
}
