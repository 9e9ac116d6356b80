import { CircleAlert, CircleCheck, CircleDashed, ClipboardCopy } from 'lucide-react'
import type { AssetDetail } from '../../../main/model/asset-detail.ts'
import type { FailureRecord } from '../../../main/model/failure.ts'
import type { SourceKind } from '../../../main/model/instance.ts'
import { failureFrom } from '../../bridge.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import type { OpenedAsset } from '../../store/asset-panel.ts'
import { useAsked } from '../../store/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { copyText } from './asset-actions.tsx'
import styles from './asset-panel.module.css'
import { AssetVersions } from './asset-versions.tsx'
import { AssetWord } from './asset-word.tsx'
import { goToAsset } from './go-to-asset.ts'

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
      <AssetVersions asset={asset} detail={detail} />
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
  if (!answered) return <AssetWord icon={CircleDashed} tone="still" word={t('asset.asking')} />
  return failure ? (
    <AssetWord icon={CircleAlert} tone="bad" word={t('asset.not-there')} />
  ) : (
    <AssetWord icon={CircleCheck} tone="good" word={t('asset.there')} />
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
              <Button look="quiet" className={styles.link ?? ''} onClick={() => goToAsset(copy)}>
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
