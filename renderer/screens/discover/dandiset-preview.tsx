import { X } from 'lucide-react'
import type { DandisetRow, VersionRow } from '../../../main/model/listing.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatDate } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { useAsked } from '../../store/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './dandiset-preview.module.css'

interface PreviewProps {
  readonly row: DandisetRow
  readonly onOpen: (version: string | null) => void
  readonly onClose: () => void
}

const versionsShown = 8

export function DandisetPreview({ row, onOpen, onClose }: PreviewProps) {
  return (
    <aside className={styles.preview} aria-label={t('preview.name', { id: row.id })}>
      <header className={styles.head}>
        <span className={styles.id}>DANDI:{row.id}</span>
        <IconButton icon={X} label={t('preview.close')} onClick={onClose} />
      </header>
      <div className={styles.body}>
        <h2 className="selectable">
          <bdi>{row.title || t('untitled')}</bdi>
        </h2>
        <dl className={styles.facts}>
          <Fact name={t('fact.size')} value={formatBytes(row.sizeBytes)} />
          <Fact name={t('fact.files')} value={formatCount(row.assetCount)} />
          <Fact name={t('fact.modified')} value={formatDate(row.modifiedAt)} />
          <Fact name={t('fact.contact')} value={row.contact} />
        </dl>
        <h3 className={styles.heading}>{t('preview.versions')}</h3>
        <Versions row={row} onOpen={onOpen} />
      </div>
      <footer className={styles.foot}>
        <Button look="primary" className={styles.open ?? ''} onClick={() => onOpen(null)}>
          {t('preview.open')}
        </Button>
      </footer>
    </aside>
  )
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === '') return null
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd className="selectable">
        <bdi>{value}</bdi>
      </dd>
    </div>
  )
}

function Versions({ row, onOpen }: Pick<PreviewProps, 'row' | 'onOpen'>) {
  const { instance } = useSettings()
  const { data, isError } = useAsked('dandiset.versions', { instance, dandisetId: row.id })
  if (isError) return <p className={styles.muted}>{t('preview.no-versions')}</p>
  if (!data) return <SkeletonLines widths={['80%', '72%', '76%']} />
  return (
    <ul>
      {data.slice(0, versionsShown).map((version) => (
        <li key={version.version}>
          <button type="button" className={styles.version} onClick={() => onOpen(version.version)}>
            <VersionFacts version={version} />
          </button>
        </li>
      ))}
      {data.length > versionsShown && (
        <li className={styles.muted}>
          {t('preview.more', { count: data.length - versionsShown })}
        </li>
      )}
    </ul>
  )
}

function VersionFacts({ version }: { readonly version: VersionRow }) {
  return (
    <>
      <span>
        <span className="visually-hidden">{t('preview.open-version')} </span>
        {version.version}
      </span>
      <span className={styles.muted}>{formatBytes(version.sizeBytes)}</span>
      <span className={styles.muted}>{formatDate(version.modifiedAt)}</span>
    </>
  )
}
