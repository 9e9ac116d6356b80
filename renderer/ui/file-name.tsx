import { classes } from './class-names.ts'
import styles from './file-name.module.css'

interface FileNameProps {
  readonly name: string
  /** What the hint says; the name itself at first. */
  readonly title?: string
  readonly className?: string | undefined
}

/** What tells two sessions of a subject apart stands in so many letters: `2134_image+ophys.nwb`. */
const endLetters = 20
/** A beginning with fewer is not worth a cut. */
const leastLetters = 6

/** A name that gives way in its middle: those of one subject begin alike and differ at their ends. */
export function FileName({ name, title = name, className }: FileNameProps) {
  const cut = name.length > endLetters + leastLetters ? name.length - endLetters : 0
  return (
    <bdi className={classes(styles.name, className)} title={title}>
      {cut > 0 && <span className={styles.begin}>{name.slice(0, cut)}</span>}
      <span className={styles.end}>{name.slice(cut)}</span>
    </bdi>
  )
}
