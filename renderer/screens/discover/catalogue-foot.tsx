import { CloudOff, RefreshCw, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CatalogueState } from '../../../main/model/catalogue.ts'
import { formatCount } from '../../format/bytes.ts'
import { formatAgo } from '../../format/time.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useOnline } from '../../store/engine.ts'
import { order } from '../../store/queries.ts'
import { IconButton } from '../../ui/button.tsx'
import styles from './catalogue-foot.module.css'
import { isNotThere } from './use-results.ts'

/** How old what is shown is, and how far the catalogue is while it is read. */
export function CatalogueFoot({ state }: { readonly state: CatalogueState | null }) {
  const online = useOnline()
  if (state === null || (isNotThere(state) && state.failure)) return null
  const busy = state.phase === 'filling' || state.phase === 'checking'
  return (
    <footer className={styles.foot}>
      {!online && <CloudOff size={14} strokeWidth={1.75} aria-hidden />}
      {online && state.failure && (
        <TriangleAlert className={styles.trouble} size={14} strokeWidth={1.75} aria-hidden />
      )}
      <span className={styles.words} role={state.phase === 'filling' ? undefined : 'status'}>
        <Words state={state} online={online} />
      </span>
      {state.phase === 'filling' && <FillBar state={state} />}
      <IconButton
        icon={RefreshCw}
        label={t('catalogue.refresh')}
        disabled={busy || !online}
        onClick={() => void order('catalogue.refresh', { instance: state.instance })}
      />
    </footer>
  )
}

interface WordsProps {
  readonly state: CatalogueState
  readonly online: boolean
}

function Words({ state, online }: WordsProps) {
  const age = useAge(state.checkedAt)
  const count = state.dandisets
  const kept = t('catalogue.kept', { count, total: formatCount(count) })
  const checked = age === null ? kept : t('catalogue.checked', { kept, age })
  if (!online) return t('catalogue.offline', { what: checked })
  if (state.failure) {
    return t('catalogue.failed', { what: checked, why: failureText(state.failure).what })
  }
  switch (state.phase) {
    case 'filling':
      return fillWords(state)
    case 'checking':
      return t('catalogue.checking', { what: kept })
    case 'never':
    case 'ready':
    case 'failed':
      return checked
    default:
      return state.phase satisfies never
  }
}

function fillWords({ described, total }: CatalogueState): string {
  if (total === null) return t('catalogue.beginning')
  return t('catalogue.filling', { described: formatCount(described), total: formatCount(total) })
}

function FillBar({ state }: { readonly state: CatalogueState }) {
  return (
    <progress
      className={styles.bar}
      aria-label={t('catalogue.progress')}
      {...(state.total !== null && { max: state.total, value: state.described })}
    />
  )
}

const tickMs = 20_000

function useAge(at: number | null): string | null {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    void at
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [at])
  return at === null ? null : formatAgo(at, now)
}
