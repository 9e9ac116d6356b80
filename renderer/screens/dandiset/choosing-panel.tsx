import type { ReactNode } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { failureFrom } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { formatAgo } from '../../format/time.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useDraft } from '../../store/drafts.ts'
import { queryClient, useSummary } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { Notice } from '../../ui/notice.tsx'
import { BesideAsset } from './asset-panel.tsx'
import styles from './files-tab.module.css'
import { FilterBar } from './filter-bar.tsx'
import { OrderFooter } from './order-footer.tsx'

interface ChoosingPanelProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  /** How the view on show is arranged. */
  readonly tools: ReactNode
  readonly onSubjects: () => void
  readonly children: ReactNode
}

/** What all views of one selection share: how far the list is, the filter, and what will happen. */
export function ChoosingPanel({ dandiset, open, tools, onSubjects, children }: ChoosingPanelProps) {
  return (
    <div className={styles.tab}>
      <div>
        <ListingNotice open={open} />
        <FilterBar dandiset={dandiset} open={open} tools={tools} onSubjects={onSubjects} />
      </div>
      <BesideAsset dandiset={dandiset} snapshotId={open.snapshotId}>
        <Usable dandiset={dandiset} open={open}>
          {children}
        </Usable>
      </BesideAsset>
      <OrderFooter dandiset={dandiset} open={open} />
    </div>
  )
}

type UsableProps = Pick<ChoosingPanelProps, 'dandiset' | 'open' | 'children'>

/** Rules that cannot be used have no files: what is wrong with them stands in the place of old rows. */
function Usable({ dandiset, open, children }: UsableProps) {
  const { selection } = useDraft(dandiset)
  const { error } = useSummary(open.snapshotId, selection)
  const failure = error && failureFrom(error)
  return failure?.code === 'input.invalid' ? <FailureNote failure={failure} /> : children
}

function ListingNotice({ open }: { readonly open: OpenVersion }) {
  const { state, failure, entries, described, describing, describeFailure, listedAt } = open.listing
  if (state === 'running') {
    const total = open.snapshot.assetCount
    return (
      <Arriving
        text={
          total === null
            ? t('listing.some', { entries: formatCount(entries) })
            : t('listing.of', { entries: formatCount(entries), total: formatCount(total) })
        }
      />
    )
  }
  if (state === 'failed' && failure) {
    const { what, todo } = failureText(failure)
    return (
      <Notice
        tone="danger"
        title={t('listing.failed')}
        text={`${what}. ${todo}`}
        actions={<Button onClick={again}>{t('again')}</Button>}
      />
    )
  }
  if (failure) {
    return (
      <Notice
        tone="info"
        title={t('listing.kept', { age: formatAgo(listedAt, Date.now()) })}
        text={failureText(failure).what}
        actions={<Button onClick={again}>{t('again')}</Button>}
      />
    )
  }
  const words = { described: formatCount(described), entries: formatCount(entries) }
  if (describing) return <Arriving text={t('listing.describing', words)} />
  if (!describeFailure || described >= entries) return null
  return (
    <Notice
      tone="info"
      title={t('listing.undescribed', words)}
      text={failureText(describeFailure).what}
      actions={<Button onClick={again}>{t('again')}</Button>}
    />
  )
}

const again = () => void queryClient.invalidateQueries({ queryKey: ['version.open'] })

function Arriving({ text }: { readonly text: string }) {
  return (
    <p className={styles.arriving} role="status">
      <span className={styles.dot} aria-hidden />
      {text}
    </p>
  )
}
