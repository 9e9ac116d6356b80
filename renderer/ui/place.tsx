import { FileName } from './file-name.tsx'
import styles from './place.module.css'

interface PlaceProps {
  readonly path: string
  /** What it was called before, behind a word such as "was". */
  readonly was?: readonly [word: string, path: string] | null
  /** What went wrong there. */
  readonly why?: string | null
}

/** Where a file is, and what there is to say of it; the path has the room first. */
export function Place({ path, was = null, why = null }: PlaceProps) {
  return (
    <span className={styles.place}>
      <FileName name={path} className={styles.path} />
      {was && (
        <span className={styles.was}>
          {was[0]} <bdi title={was[1]}>{was[1]}</bdi>
        </span>
      )}
      {why && (
        <span className={styles.why} title={why}>
          {why}
        </span>
      )}
    </span>
  )
}
