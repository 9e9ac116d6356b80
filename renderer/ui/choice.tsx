import { Select } from '@base-ui/react/select'
import { Check, ChevronDown } from 'lucide-react'
import styles from './choice.module.css'
import { classes } from './class-names.ts'
import float from './float.module.css'

export interface Option<V extends string> {
  readonly value: V
  readonly label: string
  /** A second line in the list. */
  readonly note?: string | undefined
}

interface ChoiceProps<V extends string> {
  /** Name for the screen reader; the visible value stands alone. */
  readonly name: string
  readonly options: readonly Option<V>[]
  readonly value: V
  readonly onChange: (value: V) => void
  readonly quiet?: boolean
  readonly id?: string
}

/** One of a few values. */
export function Choice<V extends string>(props: ChoiceProps<V>) {
  const { name, options, value, onChange, quiet, id } = props
  return (
    <Select.Root
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      onValueChange={(next) => next !== null && onChange(next as V)}
    >
      <Select.Trigger
        id={id}
        aria-label={name}
        className={classes(styles.trigger, quiet && styles.quiet)}
      >
        <Select.Value className={styles.value} />
        <Select.Icon className={styles.icon}>
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Positioner
          className={float.positioner}
          sideOffset={4}
          alignItemWithTrigger={false}
          align="start"
        >
          <Select.Popup className={float.popup} aria-label={name}>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value} className={float.item}>
                <span className={float.tick}>
                  <Select.ItemIndicator>
                    <Check size={14} strokeWidth={2} aria-hidden />
                  </Select.ItemIndicator>
                </span>
                <span className={float.label}>
                  <Select.ItemText>{option.label}</Select.ItemText>
                  {option.note && <span className={float.note}>{option.note}</span>}
                </span>
              </Select.Item>
            ))}
          </Select.Popup>
        </Select.Positioner>
      </Select.Portal>
    </Select.Root>
  )
}
