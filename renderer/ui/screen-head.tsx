import type { ReactNode } from 'react'
import { classes } from './class-names.ts'
import styles from './screen-head.module.css'

interface ScreenHeadProps {
  readonly title: string
  /** The way back, where there is one. */
  readonly back?: ReactNode
  /** Actions without frames stand closer to each other and to the edge. */
  readonly quiet?: boolean
  /** What can be done with all that the screen shows. */
  readonly children: ReactNode
}

/** The line on top of a screen. */
export function ScreenHead({ title, back, quiet, children }: ScreenHeadProps) {
  return (
    <header className={classes(styles.head, back ? styles.behind : null, quiet && styles.quiet)}>
      {back}
      <h1 className={styles.title}>{title}</h1>
      {children}
    </header>
  )
}
