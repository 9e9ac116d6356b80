import { t } from '../../locales/t.ts'
import type { MatrixView } from './use-matrix.ts'

export const subjectName = (subject: string | null | undefined) =>
  subject === null ? t('subjects.none') : (subject ?? '')

export function columnName({ matrix, column }: MatrixView, at: number): string {
  const label = column(at)
  if (label === undefined) return ''
  if (label === '') return t('matrix.no-session')
  return matrix?.columnsAre === 'ordinals' ? t('matrix.ordinal', { ordinal: label }) : label
}
