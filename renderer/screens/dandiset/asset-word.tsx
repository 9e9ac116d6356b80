import type { LucideIcon } from 'lucide-react'
import styles from './asset-panel.module.css'

interface AssetWordProps {
  readonly icon: LucideIcon
  readonly tone: 'good' | 'bad' | 'changed' | 'still'
  readonly word: string
}

/** What is found of an asset somewhere: colour, sign and word. */
export function AssetWord({ icon: Icon, tone, word }: AssetWordProps) {
  return (
    <span className={styles.word} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </span>
  )
}
