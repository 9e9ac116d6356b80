import type { KeyboardEvent } from 'react'
import styles from './boxes.module.css'

interface TextBoxProps {
  readonly label: string
  readonly value: string
  readonly placeholder?: string
  readonly wrong?: boolean
  readonly secret?: boolean
  readonly width?: number
  /** Id of a <datalist> with what could be typed. */
  readonly list?: string
  readonly onType: (text: string) => void
  /** Enter, or the focus left. */
  readonly onDone?: () => void
}

export function TextBox(props: TextBoxProps) {
  const { label, value, placeholder, wrong = false, secret, width, list, onType, onDone } = props
  return (
    <input
      className={styles.text}
      style={{ width }}
      type={secret ? 'password' : 'text'}
      value={value}
      placeholder={placeholder}
      aria-label={label}
      aria-invalid={wrong}
      list={list}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => onType(event.target.value)}
      onBlur={onDone}
      onKeyDown={(event: KeyboardEvent) => event.key === 'Enter' && onDone?.()}
    />
  )
}
