import { Lock } from 'lucide-react'
import type { DandisetRow } from '../../../main/model/listing.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { Marked } from '../../ui/marked.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import styles from './dandiset-item.module.css'

interface DandisetItemProps {
  readonly place: RowPlace
  /** Absent while its page is on the way. */
  readonly row: DandisetRow | undefined
  readonly words: string
  readonly selected: boolean
  readonly onSelect: () => void
  readonly onOpen: () => void
}

export function DandisetItem(props: DandisetItemProps) {
  const { place, row, words, selected, onSelect, onOpen } = props
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list has the keyboard
    // biome-ignore lint/a11y/useFocusableInteractive: the list names it by aria-activedescendant
    <div
      role="option"
      id={place.id}
      aria-selected={selected}
      aria-busy={row === undefined}
      data-active={place.active ? '' : undefined}
      className={styles.item}
      onClick={onSelect}
      onDoubleClick={onOpen}
    >
      {row ? <Lines row={row} words={words} /> : <Waiting index={place.index} />}
    </div>
  )
}

function Lines({ row, words }: { readonly row: DandisetRow; readonly words: string }) {
  return (
    <>
      <div className={styles.first}>
        <bdi className={styles.title} title={row.title}>
          {row.title === '' ? t('untitled') : <Marked text={row.title} words={words} />}
        </bdi>
        {row.embargoed && (
          <span className={styles.embargo}>
            <Lock size={12} strokeWidth={2} aria-hidden />
            {t('embargoed')}
          </span>
        )}
      </div>
      <div className={styles.facts}>
        <span className={styles.id}>
          <Marked text={row.id} words={words} />
        </span>
        <span className={styles.version}>{row.version}</span>
        <span className={styles.number}>{formatBytes(row.sizeBytes)}</span>
        <span className={styles.number}>
          {t('files', { count: row.assetCount, total: formatCount(row.assetCount) })}
        </span>
        <span className={styles.date}>{formatDate(row.modifiedAt)}</span>
        <bdi className={styles.contact}>{row.contact}</bdi>
      </div>
    </>
  )
}

function Waiting({ index }: { readonly index: number }) {
  return (
    <>
      <div className={styles.first}>
        <Skeleton width={`${42 + ((index * 17) % 40)}%`} />
      </div>
      <div className={styles.facts}>
        <Skeleton width="320px" />
        <span className="visually-hidden">{t('loading')}</span>
      </div>
    </>
  )
}
