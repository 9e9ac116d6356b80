import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { formatCount } from '../../format/bytes.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { queryClient } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Notice } from '../../ui/notice.tsx'
import { FileTree } from './file-tree.tsx'
import styles from './files-tab.module.css'
import { FilterBar } from './filter-bar.tsx'
import { OrderFooter } from './order-footer.tsx'

interface FilesTabProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
}

export function FilesTab({ dandiset, open }: FilesTabProps) {
  return (
    <div className={styles.tab}>
      <div>
        <ListingNotice open={open} />
        <FilterBar dandiset={dandiset} snapshotId={open.snapshotId} />
      </div>
      <FileTree dandiset={dandiset} open={open} />
      <OrderFooter dandiset={dandiset} open={open} />
    </div>
  )
}

function ListingNotice({ open }: { readonly open: OpenVersion }) {
  const { state, failure, entries } = open.listing
  if (state === 'running') {
    const total = open.snapshot.assetCount
    return (
      <p className={styles.arriving} role="status">
        <span className={styles.dot} aria-hidden />
        {total === null
          ? t('listing.some', { entries: formatCount(entries) })
          : t('listing.of', { entries: formatCount(entries), total: formatCount(total) })}
      </p>
    )
  }
  if (state !== 'failed' || !failure) return null
  const { what, todo } = failureText(failure)
  return (
    <Notice
      tone="danger"
      title={t('listing.failed')}
      text={`${what} ${todo}`}
      actions={
        <Button onClick={() => void queryClient.invalidateQueries({ queryKey: ['version.open'] })}>
          {t('again')}
        </Button>
      }
    />
  )
}
