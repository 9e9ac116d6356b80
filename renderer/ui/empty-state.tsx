import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './empty-state.module.css'

interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly text: ReactNode
  readonly actions?: ReactNode
  /** The whole screen is this: its title is the screen's. */
  readonly alone?: boolean
}

/** Says why a place is empty and what to do next. */
export function EmptyState({ icon: Icon, title, text, actions, alone }: EmptyStateProps) {
  const Title = alone ? 'h1' : 'h2'
  return (
    <div className={styles.empty}>
      <span className={styles.disc}>
        <Icon size={20} strokeWidth={1.5} aria-hidden />
      </span>
      <Title className={styles.title}>{title}</Title>
      <p className={styles.text}>{text}</p>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  )
}
