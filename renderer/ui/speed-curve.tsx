import { type SpeedSeries, speedOf } from '../../main/model/run-record.ts'
import styles from './speed-curve.module.css'

interface SpeedCurveProps {
  readonly speeds: SpeedSeries
  /** In words, for who does not see it. */
  readonly label: string
}

const WIDTH = 600
const HEIGHT = 40

/** How fast a run was, from its first byte to its last; where nothing came there is a gap. */
export function SpeedCurve({ speeds, label }: SpeedCurveProps) {
  const { stepMs, points } = speeds
  const from = points[0]?.at ?? 0
  const steps = ((points.at(-1)?.at ?? 0) - from) / stepMs + 1
  const highest = Math.max(1, ...points.map(speedOf))
  const width = WIDTH / steps
  const bars = points.map((point) => {
    const left = ((point.at - from) / stepMs) * width
    const top = HEIGHT - (speedOf(point) / highest) * (HEIGHT - 1)
    return `M${cut(left)} ${HEIGHT}V${cut(top)}h${cut(width)}V${HEIGHT}z`
  })
  return (
    <svg
      className={styles.curve}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path d={bars.join('')} />
    </svg>
  )
}

const cut = (value: number) => Number(value.toFixed(2))
