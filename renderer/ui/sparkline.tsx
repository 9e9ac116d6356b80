import { formatRate } from '../format/bytes.ts'
import { t } from '../locales/t.ts'

interface SparklineProps {
  readonly values: readonly number[]
  readonly slots: number
  readonly width?: number
  readonly height?: number
}

/** The last minute of speed; the newest value is at the right edge, and what was not measured is not drawn. */
export function Sparkline({ values, slots, width = 72, height = 16 }: SparklineProps) {
  const peak = Math.max(...values, 1)
  const step = width / (slots - 1)
  const start = width - (values.length - 1) * step
  const points = values.map(
    (value, index) =>
      `${(start + index * step).toFixed(1)},${(height - 1 - (value / peak) * (height - 2)).toFixed(1)}`,
  )
  const area = `${start.toFixed(1)},${height} ${points.join(' ')} ${width},${height}`
  return (
    <svg
      width={width}
      height={height}
      role="img"
      aria-label={t('speed.curve', { peak: formatRate(Math.max(...values, 0)) })}
    >
      <path d={`M0 ${height - 0.5}H${width}`} stroke="var(--line)" />
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
