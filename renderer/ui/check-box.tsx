import { Check, Minus } from 'lucide-react'
import styles from './check-box.module.css'

export type BoxState = 'on' | 'off' | 'some'

interface CheckBoxProps {
  readonly state: BoxState
  readonly label: string
  readonly onChange: (on: boolean) => void
  /** In a list that moves the focus itself, boxes are no tab stops of their own. */
  readonly tabIndex?: number
}

/** A box of three states: a half ticked one becomes ticked. */
export function CheckBox({ state, label, onChange, tabIndex }: CheckBoxProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: <input> has no third state in its markup
    <button
      type="button"
      role="checkbox"
      aria-checked={state === 'some' ? 'mixed' : state === 'on'}
      aria-label={label}
      tabIndex={tabIndex}
      className={styles.box}
      data-state={state}
      onClick={(event) => {
        event.stopPropagation()
        onChange(state !== 'on')
      }}
    >
      {state === 'on' && <Check size={12} strokeWidth={3} aria-hidden />}
      {state === 'some' && <Minus size={12} strokeWidth={3} aria-hidden />}
    </button>
  )
}
