import {
  CircleHelp,
  Equal,
  type LucideIcon,
  Minus,
  MoveRight,
  PencilLine,
  Plus,
} from 'lucide-react'
import type { DifferenceKind } from '../../../main/model/compare.ts'

/** Signs; the word stands beside each of them. */
export const kindLooks: Readonly<Record<DifferenceKind, LucideIcon>> = {
  added: Plus,
  changed: PencilLine,
  renamed: MoveRight,
  removed: Minus,
  same: Equal,
  unknown: CircleHelp,
}
