import {
  ArrowRightLeft,
  CircleAlert,
  CircleHelp,
  FilePen,
  FilePlus,
  FileX,
  Hand,
  type LucideIcon,
} from 'lucide-react'
import type { ScheduleDraft } from '../../../main/model/schedule.ts'
import type { Tonight, TonightRow } from '../../../main/model/tonight.ts'
import { failureFrom } from '../../bridge.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { askText } from '../../locales/ask-text.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import {
  changesText,
  dependsText,
  firstText,
  nightsText,
  type ToldKind,
} from '../../locales/tonight-words.ts'
import { useTonight } from '../../store/tonight.ts'
import { Button } from '../../ui/button.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './tonight-panel.module.css'

interface TonightPanelProps {
  readonly id: string | null
  readonly draft: ScheduleDraft
  /** What is to be fetched, and where to, is said. */
  readonly isReady: boolean
}

/** What the next run would fetch as things are now, and how many nights it takes. */
export function TonightPanel({ id, draft, isReady }: TonightPanelProps) {
  const { data, error, isFetching, isPlaceholderData, refetch } = useTonight(id, draft, isReady)
  if (!isReady) return <p className={styles.none}>{t('tonight.open')}</p>
  if (error && !isFetching)
    return <NotSeen failure={failureText(failureFrom(error))} onAgain={() => void refetch()} />
  if (!data)
    return (
      <div role="status" aria-label={t('tonight.looking')}>
        <SkeletonLines widths={['92%', '70%', '84%', '60%']} />
      </div>
    )
  return (
    <div
      className={styles.seen}
      aria-busy={isFetching}
      data-old={isPlaceholderData ? '' : undefined}
    >
      <Seen tonight={data} draft={draft} />
    </div>
  )
}

interface NotSeenProps {
  readonly failure: ReturnType<typeof failureText>
  readonly onAgain: () => void
}

function NotSeen({ failure: { what, why }, onAgain }: NotSeenProps) {
  return (
    <div className={styles.failed}>
      <p className={styles.trouble} role="status">
        <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
        <span>
          {what}. {why}
        </span>
      </p>
      <Button onClick={onAgain}>{t('tonight.again')}</Button>
    </div>
  )
}

function Seen({ tonight, draft }: { readonly tonight: Tonight; readonly draft: ScheduleDraft }) {
  const { timeZone } = draft
  const { asks, failures, overnight } = tonight
  const changes = changesText(tonight)
  const first = firstText(tonight, timeZone)
  const depends = dependsText(tonight, draft)
  // Where not all was looked at, nothing to fetch is not known.
  const isWhole = failures.length === 0 && asks.every(({ kind }) => kind !== 'dandisets')
  const isTold = isWhole || overnight.bytes > 0
  return (
    <>
      {isTold && <p className={styles.nights}>{nightsText(tonight, timeZone)}</p>}
      {first !== '' && <p className={styles.nights}>{first}</p>}
      {isTold && depends !== '' && <p className={styles.changes}>{depends}</p>}
      {asks.map((ask) => (
        <p key={ask.kind} className={styles.trouble} data-tone="asks">
          <CircleHelp size={14} strokeWidth={1.75} aria-hidden />
          <span>{t('tonight.asks', { ask: askText(ask) })}</span>
        </p>
      ))}
      {failures.map(({ dandisetId, failure }) => (
        <p key={`${dandisetId} ${failure.code}`} className={styles.trouble}>
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
          <span>
            {dandisetId === null ? '' : `DANDI:${dandisetId}: `}
            {failureText(failure).what}. {failureText(failure).why}
          </span>
        </p>
      ))}
      {changes !== '' && <p className={styles.changes}>{changes}</p>}
      <Rows tonight={tonight} />
    </>
  )
}

function Rows({ tonight: { rows, totalRows } }: { readonly tonight: Tonight }) {
  if (rows.length === 0) return null
  const more = totalRows - rows.length
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <ul className={styles.rows} aria-label={t('tonight.list')} tabIndex={0}>
      {rows.map((row) => (
        <FileRow key={`${row.kind} ${row.localPath}`} row={row} />
      ))}
      {more > 0 && (
        <li className={styles.more}>
          {t('tonight.more', { total: formatCount(more), count: more })}
        </li>
      )}
    </ul>
  )
}

const icons: Readonly<Record<ToldKind, LucideIcon>> = {
  add: FilePlus,
  update: FilePen,
  rename: ArrowRightLeft,
  vanish: FileX,
  conflict: Hand,
  problem: CircleAlert,
}

function FileRow({ row: { kind, localPath, from, sizeBytes } }: { readonly row: TonightRow }) {
  if (kind === 'keep' || kind === 'check') return null
  const Icon = icons[kind]
  const name = localPath.slice(localPath.lastIndexOf('/') + 1)
  const title = from === null ? localPath : t('tonight.renamed', { from, to: localPath })
  return (
    <li className={styles.row} data-kind={kind} title={title}>
      <Icon size={14} strokeWidth={1.75} role="img" aria-label={t(`tonight.kind.${kind}`)} />
      <bdi className={styles.name}>{name}</bdi>
      <span className={styles.size}>{kind === 'rename' ? '' : formatBytes(sizeBytes)}</span>
    </li>
  )
}
