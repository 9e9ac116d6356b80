import type { TransferView } from '../../../main/model/transfer.ts'
import { formatBytes, formatPercent } from '../../format/bytes.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useMoving } from '../../store/engine.ts'
import { Tag } from '../../ui/chip.tsx'
import { classes } from '../../ui/class-names.ts'
import { FileName } from '../../ui/file-name.tsx'
import { Cell, GridRow, HeadCell } from '../../ui/grid.tsx'
import list from '../../ui/list-row.module.css'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { RowPlace } from '../../ui/virtual-rows.tsx'
import { FileStatus } from './status-word.tsx'
import styles from './transfer-row.module.css'

const columns = ['name', 'state', 'progress', 'size', 'source'] as const

export function TransferHead() {
  return (
    <GridRow aria-rowindex={1} className={classes(list.row, list.head, styles.row)}>
      {columns.map((column) => (
        <HeadCell key={column} className={styles[column]}>
          {t(`column.${column}`)}
        </HeadCell>
      ))}
    </GridRow>
  )
}

interface TransferRowProps {
  readonly place: RowPlace
  readonly transfer: TransferView | undefined
  readonly opened: boolean
  readonly onSelect: () => void
}

export function TransferRow({ place, transfer, opened, onSelect }: TransferRowProps) {
  return (
    <GridRow
      {...place.row}
      aria-selected={opened}
      className={classes(list.row, styles.row)}
      onClick={onSelect}
    >
      {transfer ? <Cells transfer={transfer} /> : <Waiting index={place.index} />}
    </GridRow>
  )
}

function Cells({ transfer }: { readonly transfer: TransferView }) {
  return (
    <>
      <Cell className={styles.name}>
        <Path path={transfer.localPath} />
        {transfer.part && <Tag label={t('part.mark')} />}
      </Cell>
      <Cell className={styles.state}>
        <FileStatus transfer={transfer} />
      </Cell>
      <Cell className={styles.progress}>
        <Progress transfer={transfer} />
      </Cell>
      <Cell className={styles.size}>{formatBytes(transfer.sizeBytes)}</Cell>
      <Cell className={styles.source}>
        {transfer.source === null ? '' : t(`source.${transfer.source}`)}
      </Cell>
    </>
  )
}

/** The name first, since it tells files apart; the folder after it gives way. */
function Path({ path }: { readonly path: string }) {
  const cut = path.lastIndexOf('/') + 1
  return (
    <bdi className={styles.path} title={path}>
      <FileName name={path.slice(cut)} title={path} className={styles.file} />
      <span className={styles.folder}>{path.slice(0, Math.max(0, cut - 1))}</span>
    </bdi>
  )
}

function Progress({ transfer }: { readonly transfer: TransferView }) {
  const moving = useMoving().find((it) => it.id === transfer.id)
  const { state, sizeBytes, failure } = transfer
  if (failure && state.kind === 'failed') {
    return <span className={styles.reason}>{failureLine(failure)}</span>
  }
  if (state.kind === 'done' || (state.kind === 'queued' && transfer.receivedBytes === 0))
    return null
  const received = Math.max(moving?.receivedBytes ?? 0, transfer.receivedBytes)
  return (
    <>
      <ProgressBar
        label={t('job.progress', { title: transfer.localPath })}
        total={sizeBytes}
        received={received}
        verified={0}
        tone="moving"
      />
      <span className={styles.percent}>{formatPercent(received, sizeBytes)}</span>
    </>
  )
}

function Waiting({ index }: { readonly index: number }) {
  return (
    <Cell className={styles.name}>
      <Skeleton width={`${40 + ((index * 13) % 40)}%`} />
      <span className="visually-hidden">{t('loading')}</span>
    </Cell>
  )
}
