import {
  CircleAlert,
  CircleSlash,
  type LucideIcon,
  MoveRight,
  PencilLine,
  Plus,
  Trash2,
} from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { type ChangeKind, changeKinds, type SyncChange } from '../../../main/model/sync.ts'
import { request } from '../../bridge.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { type ChangeLine, ChangeTable } from './change-table.tsx'

const looks: Readonly<Record<ChangeKind, LucideIcon>> = {
  added: Plus,
  changed: PencilLine,
  renamed: MoveRight,
  trashed: Trash2,
  deleted: Trash2,
  failed: CircleAlert,
  conflict: CircleSlash,
}

interface ChangeListProps {
  readonly runId: number
  /** Of the schedule. */
  readonly name: string
  /** While it is not known how many there are. */
  readonly expected: number
}

const most = 9

/** What a run did to each file. */
export function ChangeList({ runId, name, expected }: ChangeListProps) {
  const pages = usePages(
    useMemo(
      () =>
        new Pages<SyncChange>((_, offset, limit) =>
          request('runs.changes', { runId, kinds: [...changeKinds], offset, limit }),
        ),
      [runId],
    ),
  )
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  return (
    <ChangeTable
      id={`changes-${runId}`}
      label={t('change.list', { name })}
      count={pages.total() ?? expected}
      most={most}
      lineAt={(index) => lineOf(pages.at(index))}
      onRange={want}
    />
  )
}

function lineOf(change: SyncChange | undefined): ChangeLine | undefined {
  if (!change) return undefined
  const { kind, failure } = change
  return {
    ...change,
    icon: looks[kind],
    words: t(`change.${kind}`),
    why: failure && failureLine(failure),
  }
}
