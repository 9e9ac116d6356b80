import { formatRate } from '../format/bytes.ts'
import { t } from '../locales/t.ts'

interface SparklineProps {
  readonly values: readonly number[]
  readonly slots: number
  readonly width?: number
  readonly height?: number
}

/** The last minute of speed; the newest value is at the right edge. */
export function Sparkline({ values, slots, width = 72, height = 16 }: SparklineProps) {
  const padded = [...Array<number>(slots - values.length).fill(0), ...values]
  const peak = Math.max(...padded, 1)
  const step = width / (slots - 1)
  const points = padded.map(
    (value, index) =>
      `${(index * step).toFixed(1)},${(height - 1 - (value / peak) * (height - 2)).toFixed(1)}`,
  )
  const area = `0,${height} ${points.join(' ')} ${width},${height}`
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={t('speed.curve', { peak: formatRate(Math.max(...values, 0)) })}
    >
      <polygon points={area} fill="var(--accent-soft)" />
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  )
}
