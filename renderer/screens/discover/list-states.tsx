import { CloudOff, LibraryBig, SearchX } from 'lucide-react'
import type { CataloguePage, Loosening } from '../../../main/model/catalogue.ts'
import type { FailureRecord } from '../../../main/model/failure.ts'
import { formatCount } from '../../format/bytes.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { ask, askNothing, useDiscover } from '../../store/discover.ts'
import { useOnline } from '../../store/engine.ts'
import { isNarrowed } from '../../store/question.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { facetName } from './facet-words.ts'
import styles from './list-states.module.css'

interface ListTroubleProps {
  readonly failure: FailureRecord
  readonly onRetry: () => void
}

/** The archive does not answer, or this computer has no network, and no catalogue is kept yet. */
export function ListTrouble({ failure, onRetry }: ListTroubleProps) {
  const online = useOnline()
  const { what, why, todo } = failureText(failure)
  return (
    <EmptyState
      icon={CloudOff}
      title={online ? what : t('offline.title')}
      text={online ? `${why} ${todo}` : t('catalogue.offline.never')}
      actions={
        <Button look="primary" onClick={onRetry}>
          {t('again')}
        </Button>
      }
    />
  )
}

/** Says which of the conditions to loosen, and what each would give. */
export function NothingFound({ summary }: { readonly summary: CataloguePage }) {
  const question = useDiscover((state) => state.question)
  if (!isNarrowed(question)) {
    return (
      <EmptyState icon={LibraryBig} title={t('discover.empty')} text={t('discover.empty.text')} />
    )
  }
  const { loosen } = summary
  return (
    <EmptyState
      icon={SearchX}
      title={t('discover.nothing')}
      text={loosen.length > 0 ? t('discover.nothing.loosen') : t('discover.nothing.words')}
      actions={
        <div className={styles.ways}>
          {loosen.map((way) => (
            <LoosenButton key={`${way.kind} ${way.label}`} way={way} />
          ))}
          <Button look="quiet" onClick={askNothing}>
            {t('discover.clear-all')}
          </Button>
        </div>
      }
    />
  )
}

function LoosenButton({ way }: { readonly way: Loosening }) {
  const { instance: _, ...question } = way.query
  return (
    <Button className={styles.way ?? ''} onClick={() => ask(question)}>
      <span>
        {way.kind === 'drafts' ? (
          t('discover.drafts')
        ) : (
          <>
            {t('discover.without')} <bdi className={styles.what}>{labelOf(way)}</bdi>
          </>
        )}
      </span>
      <span className={styles.count}>
        {t('discover.total', { count: way.total, total: formatCount(way.total) })}
      </span>
    </Button>
  )
}

function labelOf({ facet, label }: Loosening): string {
  return facet === null ? label : t('facet.value', { facet: facetName(facet), value: label })
}
