import {
  ArrowDown,
  CircleAlert,
  CircleCheck,
  Clock,
  HardDrive,
  ListTree,
  type LucideIcon,
  Pause,
  ShieldCheck,
} from 'lucide-react'
import type { TransferState, TransferView } from '../../../main/model/transfer.ts'
import { t } from '../../locales/t.ts'
import type { JobStatus } from '../../store/job-status.ts'
import styles from './status-word.module.css'

type Tone = 'moving' | 'still' | 'good' | 'warning' | 'bad'

const jobLooks: Readonly<Record<JobStatus, readonly [LucideIcon, Tone]>> = {
  listing: [ListTree, 'moving'],
  fetching: [ArrowDown, 'moving'],
  verifying: [ShieldCheck, 'moving'],
  queued: [Clock, 'still'],
  paused: [Pause, 'still'],
  'disk-full': [HardDrive, 'warning'],
  verified: [CircleCheck, 'good'],
  failed: [CircleAlert, 'bad'],
}

/** A state is always an icon, a word and a colour. */
export function JobStatusIcon({ status }: { readonly status: JobStatus }) {
  const [Icon, tone] = jobLooks[status]
  return (
    <span className={styles.icon} data-tone={tone}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </span>
  )
}

const fileLooks: Readonly<Record<TransferState['kind'], readonly [LucideIcon, Tone]>> = {
  queued: [Clock, 'still'],
  running: [ArrowDown, 'moving'],
  verifying: [ShieldCheck, 'moving'],
  done: [CircleCheck, 'good'],
  failed: [CircleAlert, 'bad'],
}

function fileWord({ state, skipped }: TransferView): string {
  if (state.kind === 'done') return t(skipped ? 'file.kept' : 'file.done')
  if (state.kind === 'queued' && state.notBefore !== null) return t('file.waiting')
  return t(`file.${state.kind}`)
}

export function FileStatus({ transfer }: { readonly transfer: TransferView }) {
  const [Icon, tone] = fileLooks[transfer.state.kind]
  return (
    <span className={styles.word} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {fileWord(transfer)}
    </span>
  )
}
