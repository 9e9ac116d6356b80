import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import type { AssetDetail, AssetVersion } from '../../../main/model/asset-detail.ts'
import { failureFrom } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import type { OpenedAsset } from '../../store/asset-panel.ts'
import { useAsked } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/class-names.ts'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { RowList } from '../../ui/row-list.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import styles from './asset-panel.module.css'
import { AssetWord } from './asset-word.tsx'
import { goToAsset } from './go-to-asset.ts'

interface AssetVersionsProps {
  readonly asset: OpenedAsset
  readonly detail: AssetDetail
}

/** The same path in the dandiset's other versions. */
export function AssetVersions({ asset, detail }: AssetVersionsProps) {
  const { data, error } = useAsked('asset.versions', { ...asset })
  const open = ({ version, state }: AssetVersion) => {
    if (state !== 'absent') goToAsset({ ...detail.snapshot, version, path: detail.entry.path })
  }
  return (
    <section className={styles.section} aria-label={t('asset.versions')}>
      <h2 className={styles.heading}>{t('asset.versions')}</h2>
      {error && <p className={styles.muted}>{failureText(failureFrom(error)).what}</p>}
      {!data && !error && <SkeletonLines widths={['70%', '64%', '72%']} />}
      {data?.length === 0 && <p className={styles.muted}>{t('asset.versions.none')}</p>}
      {data && data.length > 0 && (
        <RowList
          label={t('asset.versions')}
          style={{ marginInline: -8 }}
          rows={data}
          keyOf={nameOf}
          rowHeight={28}
          mostInSight={12}
          onOpen={open}
        >
          {(row, place) => <Row place={place} row={row} onOpen={() => open(row)} />}
        </RowList>
      )}
    </section>
  )
}

const nameOf = (row: AssetVersion) => row.version

interface RowProps {
  readonly place: RowPlace
  readonly row: AssetVersion
  readonly onOpen: () => void
}

function Row({ place, row, onOpen }: RowProps) {
  return (
    <GridRow {...place.row} className={classes(styles.line, styles.version)}>
      <Cell>
        <Button
          look="quiet"
          className={styles.link ?? ''}
          tabIndex={-1}
          disabled={row.state === 'absent'}
          onClick={onOpen}
        >
          {row.version}
        </Button>
      </Cell>
      <Cell>
        <VersionWord row={row} />
      </Cell>
    </GridRow>
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
  return <AssetWord icon={icon} tone={tone} word={t(`asset.version.${row.state}`, { size })} />
}
