import { ClipboardCopy, FolderOpen, RotateCcw } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { TransferDetail } from '../../../main/model/transfer.ts'
import { formatBytes, formatCount, formatPercent } from '../../format/bytes.ts'
import { formatClock, formatDateTime } from '../../format/time.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { partText } from '../../locales/part-text.ts'
import { t } from '../../locales/t.ts'
import { order, useTransferDetail } from '../../store/queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { PartMap } from '../../ui/part-map.tsx'
import { PanelPage, PanelTabs, SidePanel } from '../../ui/side-panel.tsx'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import styles from './inspector.module.css'
import { FileStatus } from './status-word.tsx'

interface InspectorProps {
  readonly transferId: number
  readonly jobId: string
  readonly onClose: () => void
}

type Tab = 'overview' | 'parts' | 'sources' | 'timeline'

/** One file looked into. */
export function Inspector({ transferId, jobId, onClose }: InspectorProps) {
  const { data } = useTransferDetail(transferId, jobId)
  const path = data?.transfer.localPath ?? ''
  return (
    <SidePanel
      label={t('inspector.name')}
      name={path.split('/').at(-1) ?? ''}
      path={path}
      close={t('inspector.close')}
      onClose={onClose}
    >
      {data ? (
        <Looked detail={data} />
      ) : (
        <PanelPage>
          <SkeletonLines widths={['80%', '60%', '70%']} />
        </PanelPage>
      )}
    </SidePanel>
  )
}

function Looked({ detail }: DetailProps) {
  const [shown, setShown] = useState<Tab>('overview')
  const pages = {
    overview: <Overview detail={detail} />,
    parts: <Parts detail={detail} />,
    sources: <Sources detail={detail} />,
    timeline: <Timeline detail={detail} />,
  }
  const tabs = Object.entries(pages).map(([value, page]) => ({
    value: value as Tab,
    label: t(`inspector.${value as Tab}`),
    page,
  }))
  return <PanelTabs tabs={tabs} shown={shown} onShow={setShown} />
}

interface DetailProps {
  readonly detail: TransferDetail
}

function Overview({ detail: { transfer } }: DetailProps) {
  const { failure, digest, jobId, id, state } = transfer
  const done = state.kind === 'done'
  return (
    <>
      {failure && (
        <FailureNote
          failure={failure}
          actions={
            state.kind === 'failed' && (
              <Button
                icon={RotateCcw}
                onClick={() => void order('job.retry', { jobId, transferId: id })}
              >
                {t('job.retry')}
              </Button>
            )
          }
        />
      )}
      <dl className={styles.facts}>
        <Fact name={t('column.state')}>
          <FileStatus transfer={transfer} />
        </Fact>
        {transfer.part && <Fact name={t('part.name')}>{partText(transfer, transfer.part)}</Fact>}
        <Fact name={t('column.size')}>
          {done
            ? formatBytes(transfer.sizeBytes)
            : t('bytes.of', {
                part: formatBytes(transfer.receivedBytes),
                total: formatBytes(transfer.sizeBytes),
              })}
        </Fact>
        <Fact name={t('inspector.path')}>
          <bdi className={styles.mono}>{transfer.localPath}</bdi>
        </Fact>
        {transfer.path !== transfer.localPath && (
          <Fact name={t('inspector.archive-path')}>
            <bdi className={styles.mono}>{transfer.path}</bdi>
          </Fact>
        )}
        {digest !== null && (
          <Fact name={t(done ? 'inspector.matched' : 'inspector.expected')}>
            <Digest digest={digest} />
          </Fact>
        )}
      </dl>
      <Button
        icon={FolderOpen}
        disabled={!done}
        onClick={() => void order('shell.show', { jobId, transferId: id })}
      >
        {t('inspector.show')}
      </Button>
    </>
  )
}

/** `dandi-etag:…` as a word and a value. */
function Digest({ digest }: { readonly digest: string }) {
  const colon = digest.indexOf(':')
  return (
    <span className={styles.digest}>
      <span>
        {digest.slice(0, colon)}
        <br />
        <span className={styles.mono}>{digest.slice(colon + 1)}</span>
      </span>
      <IconButton
        icon={ClipboardCopy}
        label={t('inspector.copy-digest')}
        onClick={() => void order('clipboard.write', { text: digest.slice(colon + 1) })}
      />
    </span>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Parts({ detail: { transfer, cells } }: DetailProps) {
  const { state, partsDone, partsTotal, kind } = transfer
  const name = kind === 'zarr' ? 'parts.entries' : 'parts.done'
  return (
    <>
      <p className={styles.lead}>{t(name, { done: formatCount(partsDone), count: partsTotal })}</p>
      <PartMap cells={cells} verified={state.kind === 'done'} moving={state.kind === 'running'} />
    </>
  )
}

function Sources({ detail: { sources } }: DetailProps) {
  const total = sources.reduce((sum, it) => sum + it.bytes, 0)
  if (total === 0) return <p className={styles.lead}>{t('sources.none')}</p>
  return (
    <ul>
      {sources.map(({ source, bytes }) => (
        <li key={source} className={styles.source}>
          <span>{t(`source.${source}`)}</span>
          <span>{formatBytes(bytes)}</span>
          <span className={styles.muted}>{formatPercent(bytes, total)}</span>
          <span className={styles.share} style={{ transform: `scaleX(${bytes / total})` }} />
        </li>
      ))}
    </ul>
  )
}

function Timeline({ detail: { timeline } }: DetailProps) {
  if (timeline.length === 0) return <p className={styles.lead}>{t('timeline.none')}</p>
  return (
    <ol className={styles.timeline}>
      {timeline.map((row) => (
        <li key={`${row.at}-${row.kind}`} className={styles.moment} data-kind={row.kind}>
          <time className={styles.muted} title={formatDateTime(row.at)}>
            {formatClock(row.at)}
          </time>
          <span>
            {t(`timeline.${row.kind}`)}
            {row.failure && <span className={styles.why}>{failureLine(row.failure)}</span>}
          </span>
        </li>
      ))}
    </ol>
  )
}
