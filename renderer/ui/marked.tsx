import type { ReactNode } from 'react'
import styles from './marked.module.css'

interface MarkedProps {
  readonly text: string
  /** From the first character to the one after the last, in order. */
  readonly marks: readonly (readonly [from: number, to: number])[]
}

/** A text with its matches marked. */
export function Marked({ text, marks }: MarkedProps) {
  if (marks.length === 0) return text
  const parts: ReactNode[] = []
  let at = 0
  for (const [from, to] of marks) {
    parts.push(
      text.slice(at, from),
      <mark key={from} className={styles.mark}>
        {text.slice(from, to)}
      </mark>,
    )
    at = to
  }
  return [...parts, text.slice(at)]
}
