import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  ClipboardCopy,
  type LucideIcon,
} from 'lucide-react'
import type { AssetCopy, AssetDetail, AssetVersion } from '../../../main/model/asset-detail.ts'
import type { FailureRecord } from '../../../main/model/failure.ts'
import type { SourceKind } from '../../../main/model/instance.ts'
import { failureFrom } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { failureLine, failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import type { OpenedAsset } from '../../store/asset-panel.ts'
import { useAsked } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { copyText } from './asset-actions.tsx'
import styles from './asset-panel.module.css'

interface AssetPlacesProps {
  readonly asset: OpenedAsset
  readonly detail: AssetDetail
}

/** Where the bytes can be had, and where else in the archive the same ones are. */
export function AssetPlaces({ asset, detail }: AssetPlacesProps) {
  return (
    <>
      <section className={styles.section} aria-label={t('asset.sources')}>
        <h2 className={styles.heading}>{t('asset.sources')}</h2>
        <ul>
          {detail.sources.map((source) => (
            <Place key={source} asset={asset} source={source} />
          ))}
        </ul>
      </section>
      <Copies detail={detail} />
      <Versions asset={asset} detail={detail} />
    </>
  )
}

function Place({ asset, source }: { readonly asset: OpenedAsset; readonly source: SourceKind }) {
  const { data, error } = useAsked('asset.place', { ...asset, source })
  const failure = data?.failure ?? (error ? failureFrom(error) : null)
  const url = data?.url ?? null
  return (
    <li className={styles.item}>
      <span className={styles.line}>
        <span>{t(`source.${source}`)}</span>
        <Answer answered={data !== undefined || failure !== null} failure={failure} />
      </span>
      {url !== null && (
        <span className={styles.copyable}>
          <bdi className={styles.mono}>{url}</bdi>
          <IconButton
            icon={ClipboardCopy}
            label={t('asset.copy.address', { source: t(`source.${source}`) })}
            onClick={() => void copyText(url)}
          />
        </span>
      )}
      {failure && <span className={styles.why}>{failureLine(failure)}</span>}
    </li>
  )
}

interface AnswerProps {
  readonly answered: boolean
  readonly failure: FailureRecord | null
}

function Answer({ answered, failure }: AnswerProps) {
  if (!answered) return <Word icon={CircleDashed} tone="still" word={t('asset.asking')} />
  return failure ? (
    <Word icon={CircleAlert} tone="bad" word={t('asset.not-there')} />
  ) : (
    <Word icon={CircleCheck} tone="good" word={t('asset.there')} />
  )
}

interface WordProps {
  readonly icon: LucideIcon
  readonly tone: 'good' | 'bad' | 'changed' | 'still'
  readonly word: string
}

function Word({ icon: Icon, tone, word }: WordProps) {
  return (
    <span className={styles.word} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </span>
  )
}

function Copies({ detail }: { readonly detail: AssetDetail }) {
  const { copies, snapshot } = detail
  if (copies.length === 0) return null
  return (
    <section className={styles.section} aria-label={t('asset.copies')}>
      <h2 className={styles.heading}>{t('asset.copies')}</h2>
      <ul>
        {copies.map((copy) => (
          <li key={`${copy.dandisetId} ${copy.version} ${copy.path}`} className={styles.item}>
            <span className={styles.line}>
              <Button look="quiet" className={styles.link ?? ''} onClick={() => goTo(copy)}>
                {copy.dandisetId === snapshot.dandisetId
                  ? copy.version
                  : `DANDI:${copy.dandisetId} ${copy.version}`}
              </Button>
            </span>
            <bdi className={styles.mono}>{copy.path}</bdi>
          </li>
        ))}
      </ul>
    </section>
  )
}

function goTo({ instance, dandisetId, version, path }: AssetCopy): void {
  go({
    screen: 'dandiset',
    ref: { instance, dandisetId, version, pick: { kind: 'item', path } },
  })
}

function Versions({ asset, detail }: AssetPlacesProps) {
  const { data, error } = useAsked('asset.versions', { ...asset })
  return (
    <section className={styles.section} aria-label={t('asset.versions')}>
      <h2 className={styles.heading}>{t('asset.versions')}</h2>
      {error && <p className={styles.muted}>{failureText(failureFrom(error)).what}</p>}
      {!data && !error && <SkeletonLines widths={['70%', '64%', '72%']} />}
      {data?.length === 0 && <p className={styles.muted}>{t('asset.versions.none')}</p>}
      <ul>
        {data?.map((row) => (
          <li key={row.version} className={styles.line}>
            <Button
              look="quiet"
              className={styles.link ?? ''}
              disabled={row.state === 'absent'}
              onClick={() =>
                goTo({ ...detail.snapshot, version: row.version, path: detail.entry.path })
              }
            >
              {row.version}
            </Button>
            <VersionWord row={row} />
          </li>
        ))}
      </ul>
    </section>
  )
}

const versionLooks = {
  same: [CircleCheck, 'good'],
  other: [CircleAlert, 'changed'],
  absent: [CircleDashed, 'still'],
  unknown: [CircleDashed, 'still'],
} as const

function VersionWord({ row }: { readonly row: AssetVersion }) {
  const [icon, tone] = versionLooks[row.state]
  const size = row.state === 'other' && row.sizeBytes !== null ? formatBytes(row.sizeBytes) : ''
  return <Word icon={icon} tone={tone} word={t(`asset.version.${row.state}`, { size })} />
}
