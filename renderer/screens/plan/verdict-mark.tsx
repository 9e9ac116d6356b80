import {
  CircleAlert,
  CircleCheck,
  Copy,
  Download,
  type LucideIcon,
  Replace,
  RotateCw,
} from 'lucide-react'
import type { Verdict } from '../../../main/model/plan.ts'

const icons: Readonly<Record<Verdict, LucideIcon>> = {
  fetch: Download,
  resume: RotateCw,
  reuse: Copy,
  keep: CircleCheck,
  replace: Replace,
  problem: CircleAlert,
}

export function VerdictMark({ verdict }: { readonly verdict: Verdict }) {
  const Icon = icons[verdict]
  return <Icon size={15} strokeWidth={1.5} aria-hidden data-verdict={verdict} />
}
