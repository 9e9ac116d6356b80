import { Library } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { EmptyState } from '../../ui/empty-state.tsx'

export function LibraryScreen() {
  return <EmptyState alone icon={Library} title={t('library.title')} text={t('library.text')} />
}
