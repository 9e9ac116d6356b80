import {
  CircleAlert,
  CircleSlash,
  type LucideIcon,
  MoveRight,
  PencilLine,
  Plus,
  Trash2,
} from 'lucide-react'
import type { SyncKind, SyncPlan, SyncRow } from '../../../main/model/sync.ts'
import { t } from '../../locales/t.ts'
import { type ChangeLine, ChangeTable } from '../report/change-table.tsx'

const looks: Readonly<Partial<Record<SyncKind, LucideIcon>>> = {
  add: Plus,
  update: PencilLine,
  rename: MoveRight,
  vanish: Trash2,
  problem: CircleAlert,
  conflict: CircleSlash,
}

const most = 12

interface PlanRowsProps {
  readonly plan: SyncPlan
  readonly label: string
}

/** What a run would do to each file. */
export function PlanRows({ plan, label }: PlanRowsProps) {
  const { rows, remove, fingerprint } = plan
  if (rows.length === 0) return null
  return (
    <ChangeTable
      id={`plan-${fingerprint}`}
      label={label}
      count={rows.length}
      most={most}
      lineAt={(index) => lineOf(rows[index], remove)}
    />
  )
}

function lineOf(row: SyncRow | undefined, gone: SyncPlan['remove']): ChangeLine | undefined {
  if (!row) return undefined
  const { kind } = row
  return {
    ...row,
    icon: looks[kind] ?? Plus,
    words: t(kind === 'vanish' ? `plan-row.vanish.${gone}` : `plan-row.${kind}`),
  }
}
