import styles from './skeleton.module.css'

/** A quiet bar where a text will be; the place it takes is the place the text will take. */
export function Skeleton({ width }: { readonly width: string }) {
  return <span className={styles.bar} style={{ width }} aria-hidden />
}

export function SkeletonLines({ widths }: { readonly widths: readonly string[] }) {
  return (
    <div className={styles.lines} aria-hidden>
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity
        <Skeleton key={index} width={width} />
      ))}
    </div>
  )
}
