import { NumberField } from '@base-ui/react/number-field'
import { Minus, Plus } from 'lucide-react'
import { t } from '../locales/t.ts'
import styles from './boxes.module.css'

interface NumberBoxProps {
  readonly label: string
  readonly value: number
  readonly bounds: { readonly min: number; readonly max: number }
  readonly onChange: (value: number) => void
}

export function NumberBox({ label, value, bounds, onChange }: NumberBoxProps) {
  return (
    <NumberField.Root
      value={value}
      min={bounds.min}
      max={bounds.max}
      onValueCommitted={(next) => next !== null && next !== value && onChange(Math.round(next))}
    >
      <NumberField.Group className={styles.group}>
        <NumberField.Decrement className={styles.step} aria-label={t('less', { label })}>
          <Minus size={14} strokeWidth={1.75} aria-hidden />
        </NumberField.Decrement>
        <NumberField.Input className={styles.number} aria-label={label} />
        <NumberField.Increment className={styles.step} aria-label={t('more', { label })}>
          <Plus size={14} strokeWidth={1.75} aria-hidden />
        </NumberField.Increment>
      </NumberField.Group>
    </NumberField.Root>
  )
}
