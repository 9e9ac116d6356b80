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
  return (
    <bdi className={classes(styles.name, className)} title={title}>
      {name.length > endLetters + leastLetters ? <Halves name={name} /> : name}
    </bdi>
  )
}

/** A screen reader would hear a pause between the halves, so it is given the whole. */
function Halves({ name }: { readonly name: string }) {
  const cut = name.length - endLetters
  return (
    <>
      <span className={styles.whole}>{name}</span>
      <span className={styles.begin} aria-hidden>
        {name.slice(0, cut)}
      </span>
      <span className={styles.end} aria-hidden>
        {name.slice(cut)}
      </span>
    </>
  )
}
