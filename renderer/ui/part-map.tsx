import { t } from '../locales/t.ts'
import { type CellState, cellState } from './cell-state.ts'
import styles from './part-map.module.css'

interface PartMapProps {
  /** Share of each cell that is on disk, 0…1. */
  readonly cells: readonly number[]
  readonly verified: boolean
  readonly moving: boolean
}

const order: readonly CellState[] = ['missing', 'moving', 'fetched', 'verified']

/** A bounded map of a file: which of its stretches are here. Said in a sentence as well. */
export function PartMap({ cells, verified, moving }: PartMapProps) {
  const states = cells.map((share) => cellState(share, verified, moving))
  const count = (state: CellState) => states.filter((it) => it === state).length
  const sentence = t('parts.sentence', {
    total: cells.length,
    verified: count('verified'),
    fetched: count('fetched'),
    moving: count('moving'),
    missing: count('missing'),
  })
  return (
    <figure className={styles.figure}>
      <div className={styles.map} role="img" aria-label={sentence}>
        {states.map((state, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <i key={index} className={styles.cell} data-state={state} />
        ))}
      </div>
      <figcaption className={styles.legend} aria-hidden>
        {order.map((state) => (
          <span key={state} className={styles.entry}>
            <i className={styles.cell} data-state={state} />
            {t(`parts.${state}`)}
          </span>
        ))}
      </figcaption>
    </figure>
  )
}
