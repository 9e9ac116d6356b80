import {
  ArrowDownToLine,
  ArrowUpToLine,
  CircleStop,
  ExternalLink,
  FolderOpen,
  Link,
  MoveDown,
  MoveUp,
  Pause,
  Play,
  RotateCcw,
  Trash2,
} from 'lucide-react'
import type { JobView } from '../../../main/model/job.ts'
import { isMac } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { isHeld, isUnfinished } from '../../store/job-status.ts'
import { order } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import type { MenuEntry } from '../../ui/menu.tsx'

export const toggleHold = (job: JobView) =>
  order(isHeld(job) ? 'job.resume' : 'job.pause', { jobId: job.id })

export const retry = (job: JobView) => order('job.retry', { jobId: job.id })
export const showFolder = (job: JobView) => order('shell.show', { jobId: job.id })

export type Step = 'up' | 'down' | 'top' | 'bottom'

/** Moves a job among the unfinished ones, which are in the order they run. */
export function moveJob(jobs: readonly JobView[], job: JobView, step: Step): Promise<void> {
  const ids = jobs.filter(isUnfinished).map((it) => it.id)
  const others = ids.filter((id) => id !== job.id)
  const at = ids.indexOf(job.id)
  const to = { up: Math.max(0, at - 1), down: at + 1, top: 0, bottom: others.length }[step]
  return order('job.move', { jobId: job.id, before: others[to] ?? null })
}

interface JobMenu {
  readonly job: JobView
  readonly jobs: readonly JobView[]
  readonly onCancel: () => void
}

export function jobMenu({ job, jobs, onCancel }: JobMenu): readonly MenuEntry[] {
  const unfinished = isUnfinished(job)
  const held = isHeld(job)
  const alt = isMac() ? '⌥' : 'Alt+'
  const move = (step: Step) => () => void moveJob(jobs, job, step)
  return [
    {
      label: t('job.open'),
      icon: ExternalLink,
      keys: '↵',
      act: () => go({ screen: 'transfers', jobId: job.id }),
    },
    { label: t('folder.open'), icon: FolderOpen, act: () => void showFolder(job) },
    {
      label: t(held ? 'job.resume' : 'job.pause'),
      icon: held ? Play : Pause,
      apart: true,
      disabled: !unfinished,
      act: () => void toggleHold(job),
    },
    {
      label: t('job.retry'),
      icon: RotateCcw,
      disabled: job.counts.failed === 0 && job.failure === null,
      act: () => void retry(job),
    },
    {
      label: t('move.up'),
      icon: MoveUp,
      keys: `${alt}↑`,
      apart: true,
      disabled: !unfinished,
      act: move('up'),
    },
    {
      label: t('move.down'),
      icon: MoveDown,
      keys: `${alt}↓`,
      disabled: !unfinished,
      act: move('down'),
    },
    { label: t('move.top'), icon: ArrowUpToLine, disabled: !unfinished, act: move('top') },
    { label: t('move.bottom'), icon: ArrowDownToLine, disabled: !unfinished, act: move('bottom') },
    priorityEntry(job, 1),
    priorityEntry(job, -1),
    {
      label: t('job.copy-id'),
      icon: Link,
      apart: true,
      disabled: job.order.ref.dandisetId === null,
      act: () => void order('clipboard.write', { text: idOf(job) }),
    },
    {
      label: t(unfinished ? 'job.cancel' : 'job.remove'),
      icon: unfinished ? CircleStop : Trash2,
      apart: true,
      danger: unfinished,
      act: onCancel,
    },
  ]
}

/** Jobs of a higher priority run first, whatever comes before them otherwise. */
function priorityEntry(job: JobView, priority: 1 | -1): MenuEntry {
  const checked = job.priority === priority
  return {
    label: t(priority === 1 ? 'priority.high' : 'priority.low'),
    checked,
    closes: true,
    apart: priority === 1,
    disabled: !isUnfinished(job),
    act: () => void order('job.priority', { jobId: job.id, priority: checked ? 0 : priority }),
  }
}

function idOf({ order: { ref }, version }: JobView): string {
  return [`DANDI:${ref.dandisetId ?? ''}`, version].filter(Boolean).join('/')
}
