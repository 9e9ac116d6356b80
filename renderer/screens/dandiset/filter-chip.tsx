import { TriangleAlert, X } from 'lucide-react'
import { t } from '../../locales/t.ts'
import styles from './filter-chip.module.css'

interface FilterChipProps {
  readonly label: string
  /** What is odd about it, said to the pointer and the screen reader. */
  readonly problem?: string | null
  readonly onOpen: (anchor: Element) => void
  readonly onRemove: () => void
}

/** One condition: its words change it, its cross takes it away. */
export function FilterChip({ label, problem, onOpen, onRemove }: FilterChipProps) {
  return (
    <span className={styles.chip} data-odd={problem ? '' : undefined}>
      <button
        type="button"
        className={styles.label}
        aria-label={t('filter.edit', { label: problem ? `${label}. ${problem}` : label })}
        aria-haspopup="dialog"
        title={problem ?? label}
        onClick={(event) => onOpen(event.currentTarget)}
      >
        {problem && <TriangleAlert size={12} strokeWidth={2} aria-hidden />}
        <bdi>{label}</bdi>
      </button>
      <button
        type="button"
        className={styles.cross}
        aria-label={t('filter.remove', { label })}
        onClick={onRemove}
      >
        <X size={12} strokeWidth={2} aria-hidden />
      </button>
    </span>
  )
}
