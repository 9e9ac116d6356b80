import { Library } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

/** Not there yet, and says so. */
export function LibraryScreen() {
  return (
    <EmptyState
      alone
      icon={Library}
      title={t('library.title')}
      text={t('library.text')}
      actions={
        <Button onClick={() => go({ screen: 'transfers', jobId: null })}>
          {t('library.transfers')}
        </Button>
      }
    />
  )
}
