import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { ZarrInside, ZarrNode } from '../../../main/model/zarr-tree.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import type { OpenedAsset } from '../../store/asset-panel.ts'
import { useDraft } from '../../store/drafts.ts'
import { Pages } from '../../store/pages.ts'
import { useAsked } from '../../store/queries.ts'
import { usePages } from '../../store/use-pages.ts'
import { keepOf, setKeep, toggleKept } from '../../store/zarr-parts.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import styles from './asset-inside.module.css'
import { InsideHead, InsideRow } from './asset-inside-row.tsx'
import { flattenInside, insideKey } from './inside-rows.ts'

interface AssetInsideProps {
  readonly asset: OpenedAsset
  readonly dandiset: ArchiveRef
}

/** Folders, groups and arrays of a Zarr, of which a part can be chosen. */
export function AssetInside({ asset, dandiset }: AssetInsideProps) {
  const { data, error, refetch } = useLooking(asset)
  if (error) {
    return (
      <div className={styles.notice}>
        <FailureNote
          failure={failureFrom(error)}
          actions={<Button onClick={() => void refetch()}>{t('again')}</Button>}
        />
      </div>
    )
  }
  if (!data || data.treeId === null) return <Looking inside={data} />
  return (
    <Inside
      key={data.treeId}
      asset={asset}
      dandiset={dandiset}
      inside={data}
      treeId={data.treeId}
    />
  )
}

/** Asked again until the Zarr is listed and read; meanwhile the count grows. */
function useLooking(asset: OpenedAsset) {
  return useQuery<ZarrInside>({
    queryKey: ['zarr.open', asset],
    queryFn: () => request('zarr.open', { ...asset }),
    refetchInterval: ({ state }) => (state.data?.treeId === null ? pollMs : false),
  })
}

const pollMs = 700

function Looking({ inside }: { readonly inside: ZarrInside | undefined }) {
  const entries = inside?.entries ?? 0
  return (
    <div className={styles.notice}>
      <p role="status">
        {inside?.state === 'reading'
          ? t('inside.reading')
          : t('inside.listing', { entries: formatCount(entries) })}
      </p>
      <p className={styles.muted}>{t('inside.once')}</p>
    </div>
  )
}

interface InsideProps extends AssetInsideProps {
  readonly inside: ZarrInside
  readonly treeId: number
}

function Inside({ asset, dandiset, inside, treeId }: InsideProps) {
  const keep = keepOf(useDraft(dandiset).selection, asset.path)
  const [expanded, setExpanded] = useState<ReadonlySet<string>>(new Set())
  const [active, setActive] = useState(0)
  const pages = usePages(useTreePages(treeId))
  const version = pages.version()
  const rows = useMemo(() => {
    void version
    return flattenInside(pages, expanded)
  }, [pages, expanded, version])
  useEffect(() => {
    for (const folder of expanded) pages.want(0, 0, folder)
  }, [pages, expanded])
  const toggle = (node: ZarrNode) => toggleKept(dandiset, asset.path, node.path)
  const open = (node: ZarrNode, isOpen: boolean) =>
    setExpanded((now) => {
      const next = new Set(now)
      if (isOpen) next.add(node.path)
      else next.delete(node.path)
      return next
    })
  return (
    <div className={styles.inside}>
      <VirtualRows
        role="treegrid"
        id="inside"
        label={t('inside.name')}
        count={rows.length}
        rowHeight={30}
        head={<InsideHead />}
        active={Math.min(active, Math.max(0, rows.length - 1))}
        onActive={setActive}
        onRange={(from, to) => {
          for (const row of rows.slice(from, to + 1)) pages.want(row.index, row.index, row.folder)
        }}
        onKey={(event, index) => {
          const row = rows[index]
          return (
            row?.node !== undefined &&
            insideKey(event, row, { rows, expanded, toggle, open, setActive })
          )
        }}
      >
        {(place) => (
          <InsideRow
            place={place}
            row={rows[place.index]}
            keep={keep}
            expanded={expanded}
            onSelect={() => setActive(place.index)}
            onToggle={toggle}
            onExpand={open}
          />
        )}
      </VirtualRows>
      <Chosen asset={asset} dandiset={dandiset} inside={inside} treeId={treeId} />
    </div>
  )
}

function useTreePages(treeId: number): Pages<ZarrNode> {
  return useMemo(
    () =>
      new Pages<ZarrNode>((folder, offset, limit) =>
        request('zarr.children', { treeId, folder, offset, limit }),
      ),
    [treeId],
  )
}

/** What the choice means, and the way back to the whole. */
function Chosen({ asset, dandiset, inside, treeId }: InsideProps) {
  const keep = keepOf(useDraft(dandiset).selection, asset.path)
  const { data } = useAsked(
    'zarr.part',
    { treeId, keep: [...(keep ?? [])] },
    { enabled: keep !== null, keep: true },
  )
  if (keep === null) {
    return (
      <div className={styles.foot}>
        <strong>{t('inside.whole')}</strong>
        <span className={styles.muted}>
          {t('inside.total', {
            entries: formatCount(inside.entries),
            size: formatBytes(inside.sizeBytes),
          })}
        </span>
        <p className={styles.muted}>{t('inside.hint')}</p>
      </div>
    )
  }
  return (
    <div className={styles.foot} aria-live="polite">
      <strong>{t('inside.part')}</strong>
      {data && (
        <span className={styles.muted}>
          {t('inside.of', {
            entries: formatCount(data.entries),
            total: formatCount(data.of),
            size: formatBytes(data.sizeBytes),
          })}
        </span>
      )}
      <p className={styles.muted}>{t('inside.part.hint')}</p>
      <Button onClick={() => setKeep(dandiset, asset.path, null)}>
        {t('inside.choose-whole')}
      </Button>
    </div>
  )
}
