import { type ReactNode, useSyncExternalStore } from 'react'
import type { AssetDetail } from '../../../main/model/asset-detail.ts'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import { failureFrom } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import {
  type AssetTab,
  closeAsset,
  type OpenedAsset,
  showAssetTab,
  useAssetTab,
  useOpenedAsset,
} from '../../store/asset-panel.ts'
import { useAsked } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PanelPage, type PanelTab, PanelTabs, SidePanel } from '../../ui/side-panel.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { AssetActions } from './asset-actions.tsx'
import { AssetFacts } from './asset-facts.tsx'
import { AssetInside } from './asset-inside.tsx'
import styles from './asset-panel.module.css'
import { AssetPlaces } from './asset-places.tsx'

/** Below this a panel would leave the files too little room, so it lies over them. */
const narrow = window.matchMedia('(width < 1120px)')

function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}

interface BesideProps {
  readonly dandiset: ArchiveRef
  readonly snapshotId: number
  readonly children: ReactNode
}

/** A list of files, and the file that is looked into beside it. */
export function BesideAsset({ dandiset, snapshotId, children }: BesideProps) {
  return (
    <div className={styles.beside}>
      <div className={styles.list}>{children}</div>
      <AssetPanel dandiset={dandiset} snapshotId={snapshotId} />
    </div>
  )
}

/** One file or Zarr of this version looked into, beside the files or over them. */
function AssetPanel({ dandiset, snapshotId }: Omit<BesideProps, 'children'>) {
  const asset = useOpenedAsset(snapshotId)
  const isNarrow = useNarrow()
  if (!asset) return null
  const name = asset.path.slice(asset.path.lastIndexOf('/') + 1)
  if (isNarrow) {
    return (
      <Modal
        open
        sheet
        title={name}
        onClose={closeAsset}
        actions={<Button onClick={closeAsset}>{t('close')}</Button>}
      >
        <div className={styles.sheet}>
          <Content asset={asset} dandiset={dandiset} />
        </div>
      </Modal>
    )
  }
  return (
    <SidePanel
      label={t('asset.panel', { name })}
      name={name}
      path={asset.path}
      close={t('asset.close')}
      onClose={closeAsset}
    >
      <Content asset={asset} dandiset={dandiset} />
    </SidePanel>
  )
}

interface ContentProps {
  readonly asset: OpenedAsset
  readonly dandiset: ArchiveRef
}

function Content({ asset, dandiset }: ContentProps) {
  const { data, error, refetch } = useAsked('asset.detail', { ...asset })
  if (error) {
    return (
      <PanelPage>
        <FailureNote
          failure={failureFrom(error)}
          actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
        />
      </PanelPage>
    )
  }
  if (!data) {
    return (
      <PanelPage>
        <SkeletonLines widths={['80%', '60%', '70%', '40%']} />
      </PanelPage>
    )
  }
  return <Loaded key={asset.path} asset={asset} dandiset={dandiset} detail={data} />
}

interface LoadedProps extends ContentProps {
  readonly detail: AssetDetail
}

function Loaded({ asset, dandiset, detail }: LoadedProps) {
  const isZarr = detail.entry.kind === 'zarr'
  const tab = useAssetTab()
  const facts: PanelTab<AssetTab> = {
    value: 'facts',
    label: t('asset.facts'),
    page: (
      <>
        <AssetActions detail={detail} />
        <AssetFacts asset={asset} detail={detail} />
      </>
    ),
  }
  const inside: PanelTab<AssetTab> = {
    value: 'inside',
    label: t('inside.tab'),
    page: <AssetInside asset={asset} dandiset={dandiset} />,
    full: true,
  }
  const places: PanelTab<AssetTab> = {
    value: 'places',
    label: t('asset.places'),
    page: <AssetPlaces asset={asset} detail={detail} />,
  }
  return (
    <PanelTabs
      tabs={isZarr ? [facts, inside, places] : [facts, places]}
      shown={tab === 'inside' && !isZarr ? 'facts' : tab}
      onShow={showAssetTab}
    />
  )
}
