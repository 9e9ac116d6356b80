import { CircleAlert, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './notice.module.css'

export type Tone = 'info' | 'warning' | 'danger'

interface NoticeProps {
  readonly tone: Tone
  readonly title: string
  readonly text?: ReactNode
  readonly actions?: ReactNode
}

const icons: Readonly<Record<Tone, LucideIcon>> = {
  info: Info,
  warning: TriangleAlert,
  danger: CircleAlert,
}

/** A line across a screen that stays until its cause is gone. */
export function Notice({ tone, title, text, actions }: NoticeProps) {
  const Icon = icons[tone]
  return (
    <div className={styles.notice} data-tone={tone} role={tone === 'info' ? 'note' : 'alert'}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <p className={styles.words}>
        <strong>{title}</strong> {text}
      </p>
      {actions}
    </div>
  )
}
