import { ArrowLeftRight, GitCompare } from 'lucide-react'
import { useState } from 'react'
import {
  type Comparison,
  type DifferenceKind,
  differenceKinds,
} from '../../../main/model/compare.ts'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { everything } from '../../../main/model/selection.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { formatEta } from '../../format/time.ts'
import { t } from '../../locales/t.ts'
import { changeSelection } from '../../store/drafts.ts'
import { useSettings } from '../../store/engine.ts'
import { useAsked, useVersion } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { tellFailure } from '../../ui/toasts.tsx'
import { CompareList } from './compare-list.tsx'
import { type Left, Pickers, useLeft } from './compare-pickers.tsx'
import styles from './compare-tab.module.css'
import { kindLooks } from './difference-kinds.ts'

interface CompareTabProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  /** Shows the files, once they are chosen. */
  readonly onChosen: () => void
}

/** Two versions, or a folder and a version, side by side. */
export function CompareTab({ dandiset, open, onChosen }: CompareTabProps) {
  const [left, setLeft] = useLeft(open.snapshot)
  if (left === null) {
    return (
      <EmptyState icon={GitCompare} title={t('compare.nothing')} text={t('compare.nothing.text')} />
    )
  }
  return (
    <div className={styles.tab}>
      <Pickers dandiset={dandiset} open={open} left={left} onLeft={setLeft} />
      {left.kind === 'folder' ? (
        <Compared
          left={{ folder: left.folder }}
          dandiset={dandiset}
          open={open}
          onChosen={onChosen}
        />
      ) : (
        <WithVersion left={left} dandiset={dandiset} open={open} onChosen={onChosen} />
      )}
    </div>
  )
}

/** The other version has to be opened before it can be compared. */
function WithVersion(
  props: CompareTabProps & { readonly left: Extract<Left, { kind: 'version' }> },
) {
  const { left, dandiset } = props
  const { source } = useSettings()
  const ref = { ...dandiset, version: left.version, pick: { kind: 'dandiset' } } as const
  const version = useVersion(ref, source)
  if (version.isError)
    return <Trouble error={version.error} onRetry={() => void version.refetch()} />
  if (!version.data) return <Waiting />
  return <Compared {...props} left={{ snapshotId: version.data.snapshotId }} />
}

type Side = { readonly snapshotId: number } | { readonly folder: string }

function Compared(props: CompareTabProps & { readonly left: Side }) {
  const { left, open } = props
  const input = { left, rightSnapshotId: open.snapshotId }
  const { data, error, refetch } = useAsked('versions.compare', input)
  if (error) return <Trouble error={error} onRetry={() => void refetch()} />
  if (!data) return <Waiting />
  return <Result key={data.id} {...props} comparison={data} onForgotten={() => void refetch()} />
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-busy>
      <p role="status">{t('compare.waiting')}</p>
      <SkeletonLines widths={['62%', '54%', '66%', '48%', '58%']} />
    </div>
  )
}

function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <div className={styles.waiting}>
      <FailureNote
        failure={failureFrom(error)}
        actions={<Button onClick={onRetry}>{t('again')}</Button>}
      />
    </div>
  )
}

interface ResultProps extends CompareTabProps {
  readonly comparison: Comparison
  readonly onForgotten: () => void
}

function Result({ dandiset, open, comparison, onChosen, onForgotten }: ResultProps) {
  const [hidden, setHidden] = useState<ReadonlySet<DifferenceKind>>(new Set(['same']))
  const kinds = differenceKinds.filter((kind) => !hidden.has(kind))
  const toggle = (kind: DifferenceKind) =>
    setHidden((now) => {
      const next = new Set(now)
      if (!next.delete(kind)) next.add(kind)
      return next
    })
  return (
    <>
      <Tallies comparison={comparison} hidden={hidden} onToggle={toggle} />
      <CompareList
        key={kinds.join()}
        comparison={comparison}
        kinds={kinds}
        onForgotten={onForgotten}
      />
      <Foot
        dandiset={dandiset}
        open={open}
        comparison={comparison}
        kinds={kinds}
        onChosen={onChosen}
      />
    </>
  )
}

interface TalliesProps {
  readonly comparison: Comparison
  readonly hidden: ReadonlySet<DifferenceKind>
  readonly onToggle: (kind: DifferenceKind) => void
}

/** One button a kind: how many, how much, and whether they are listed. */
function Tallies({ comparison, hidden, onToggle }: TalliesProps) {
  const found = differenceKinds.filter((kind) => comparison.tallies[kind].files > 0)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no toolbar's look
    <div role="group" aria-label={t('compare.kinds')} className={styles.tallies}>
      {found.map((kind) => {
        const { files, bytes } = comparison.tallies[kind]
        const Icon = kindLooks[kind]
        return (
          <button
            key={kind}
            type="button"
            aria-pressed={!hidden.has(kind)}
            className={styles.tally}
            data-kind={kind}
            onClick={() => onToggle(kind)}
          >
            <Icon size={14} strokeWidth={1.75} aria-hidden />
            <span>
              {formatCount(files)} {t(`difference.${kind}`)}
            </span>
            <span className={styles.muted}>{formatBytes(bytes)}</span>
          </button>
        )
      })}
    </div>
  )
}

interface FootProps extends CompareTabProps {
  readonly comparison: Comparison
  readonly kinds: readonly DifferenceKind[]
}

function Foot({ dandiset, open, comparison, kinds, onChosen }: FootProps) {
  const { toFetch, seconds, tallies } = comparison
  const eta = toFetch.files > 0 ? formatEta(seconds) : null
  const there = kinds.filter((kind) => kind !== 'removed')
  const files = there.reduce((sum, kind) => sum + tallies[kind].files, 0)
  const choose = async () => {
    const ticks = await request('compare.ticks', { id: comparison.id, kinds: [...there] })
    const whole = {
      ...dandiset,
      version: open.snapshot.version,
      pick: { kind: 'dandiset' },
    } as const
    const ref = dandiset.pick.kind === 'dandiset' ? dandiset : whole
    changeSelection(ref, () => ({
      ...everything,
      base: 'none',
      ticks: ticks.map((path) => ({ path, on: true })),
    }))
    if (ref !== dandiset) go({ screen: 'dandiset', ref })
    onChosen()
  }
  return (
    <footer className={styles.foot}>
      <p className={styles.words}>
        <strong>
          {toFetch.files === 0
            ? t('compare.nothing-new')
            : t('compare.to-fetch', {
                count: toFetch.files,
                total: formatCount(toFetch.files),
                size: formatBytes(toFetch.bytes),
              })}
        </strong>
        {eta !== null && <span className={styles.muted}>{t('compare.time', { eta })}</span>}
      </p>
      {files > 0 && (
        <Button
          look="primary"
          icon={ArrowLeftRight}
          onClick={() => void choose().catch((error) => tellFailure(failureFrom(error)))}
        >
          {t('compare.choose', { count: files, total: formatCount(files) })}
        </Button>
      )}
    </footer>
  )
}
