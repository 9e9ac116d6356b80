import { Tabs } from '@base-ui/react/tabs'
import { X } from 'lucide-react'
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
import { Button, IconButton } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
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
    <aside className={styles.panel} aria-label={t('asset.panel', { name })}>
      <header className={styles.head}>
        <bdi className={styles.name} title={asset.path}>
          {name}
        </bdi>
        <IconButton icon={X} label={t('asset.close')} onClick={closeAsset} />
      </header>
      <Content asset={asset} dandiset={dandiset} />
    </aside>
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
      <div className={styles.page}>
        <FailureNote
          failure={failureFrom(error)}
          actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
        />
      </div>
    )
  }
  if (!data) {
    return (
      <div className={styles.page}>
        <SkeletonLines widths={['80%', '60%', '70%', '40%']} />
      </div>
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
  return (
    <Tabs.Root
      value={tab === 'inside' && !isZarr ? 'facts' : tab}
      onValueChange={(next) => showAssetTab(next as AssetTab)}
      className={styles.tabsRoot}
    >
      <Tabs.List className={styles.tabs}>
        <Tab value="facts">{t('asset.facts')}</Tab>
        {isZarr && <Tab value="inside">{t('inside.tab')}</Tab>}
        <Tab value="places">{t('asset.places')}</Tab>
      </Tabs.List>
      <Page value="facts">
        <AssetActions detail={detail} />
        <AssetFacts asset={asset} detail={detail} />
      </Page>
      {isZarr && (
        <Tabs.Panel value="inside" className={styles.full}>
          <AssetInside asset={asset} dandiset={dandiset} />
        </Tabs.Panel>
      )}
      <Page value="places">
        <AssetPlaces asset={asset} detail={detail} />
      </Page>
    </Tabs.Root>
  )
}

interface PartProps {
  readonly value: string
  readonly children: ReactNode
}

function Tab({ value, children }: PartProps) {
  return (
    <Tabs.Tab value={value} className={styles.tab}>
      {children}
    </Tabs.Tab>
  )
}

function Page({ value, children }: PartProps) {
  return (
    <Tabs.Panel value={value} className={styles.page}>
      {children}
    </Tabs.Panel>
  )
}
