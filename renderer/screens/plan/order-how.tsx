import { Download, Folder } from 'lucide-react'
import type { SourcePreference } from '../../../main/model/instance.ts'
import type { Order } from '../../../main/model/job.ts'
import { type ExistingMode, existingModes } from '../../../main/model/settings.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Hint } from '../../ui/hint.tsx'
import { lastNames } from '../dandiset/last-names.ts'
import styles from './order-how.module.css'

interface HowChange {
  readonly source?: SourcePreference
  readonly existing?: ExistingMode
}

interface OrderHowProps {
  readonly how: Pick<Order, 'source' | 'existing' | 'destination'>
  readonly onChange: (change: HowChange) => void
  /** Asks for another folder. */
  readonly onFolder: () => void
}

const sources = ['auto', 's3', 'api', 'webdav'] as const

/** From where, over what is there, and to where. */
export function OrderHow({ how, onChange, onFolder }: OrderHowProps) {
  const { source, existing, destination } = how
  return (
    <div className={styles.how}>
      <Choice
        quiet
        name={t('source.name')}
        value={source}
        options={sources.map((value) => ({
          value,
          label: t(`source.${value}`),
          note: t(`source.${value}.note`),
        }))}
        onChange={(next) => onChange({ source: next })}
      />
      <Choice
        quiet
        name={t('existing.name')}
        value={existing}
        options={existingModes.map((value) => ({
          value,
          label: t(`existing.${value}`),
          note: t(`existing.${value}.note`),
        }))}
        // Only a sync goes by what is its own.
        onChange={(next) => next !== 'own' && onChange({ existing: next })}
      />
      <Hint text={destination}>
        <Button
          look="quiet"
          icon={Folder}
          className={styles.folder ?? ''}
          aria-label={t('destination.choose', { folder: destination })}
          onClick={onFolder}
        >
          <bdi>{lastNames(destination)}</bdi>
        </Button>
      </Hint>
    </div>
  )
}

interface DownloadButtonProps {
  readonly files: number
  readonly sizeBytes: number
  readonly disabled: boolean
  readonly onClick: () => void
}

/** In a small window the totals beside it say how much. */
export function DownloadButton({ files, sizeBytes, disabled, onClick }: DownloadButtonProps) {
  const brief = t('download.short')
  const words =
    files === 0
      ? brief
      : t('download', { count: files, total: formatCount(files), size: formatBytes(sizeBytes) })
  return (
    <Button look="primary" icon={Download} disabled={disabled} aria-label={words} onClick={onClick}>
      <span className={styles.long}>{words}</span>
      <span className={styles.brief}>{brief}</span>
    </Button>
  )
}
