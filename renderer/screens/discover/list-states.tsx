import { CloudOff, SearchX } from 'lucide-react'
import type { FailureRecord } from '../../../main/model/failure.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useOnline } from '../../store/engine.ts'
import { changeView, useView } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

interface ListTroubleProps {
  readonly failure: FailureRecord
  readonly onRetry: () => void
}

/** The archive does not answer, or this computer has no network. */
export function ListTrouble({ failure, onRetry }: ListTroubleProps) {
  const online = useOnline()
  const { what, why, todo } = failureText(failure)
  return (
    <EmptyState
      icon={CloudOff}
      title={online ? what : t('offline.title')}
      text={online ? `${why} ${todo}` : t('offline.text')}
      actions={
        <Button look="primary" onClick={onRetry}>
          {t('again')}
        </Button>
      }
    />
  )
}

/** Says which of the conditions to loosen. */
export function NothingFound({ search }: { readonly search: string }) {
  const draftsToo = useView((view) => view.draftsToo)
  return (
    <EmptyState
      icon={SearchX}
      title={search ? t('discover.nothing', { search }) : t('discover.empty')}
      text={draftsToo ? t('discover.nothing.words') : t('discover.nothing.published')}
      actions={
        <>
          {search !== '' && (
            <Button onClick={() => changeView({ search: '', field: '' })}>
              {t('discover.clear')}
            </Button>
          )}
          {!draftsToo && (
            <Button onClick={() => changeView({ draftsToo: true })}>{t('discover.drafts')}</Button>
          )}
        </>
      }
    />
  )
}
