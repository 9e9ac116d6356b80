import { useEffect, useRef } from 'react'
import type { CatalogueState } from '../../../main/model/catalogue.ts'
import { failureFrom } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { changeDiscover, useDiscover } from '../../store/discover.ts'
import { useOnline, useSettings } from '../../store/engine.ts'
import { order } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { CatalogueFoot } from './catalogue-foot.tsx'
import { DandisetPreview } from './dandiset-preview.tsx'
import styles from './discover-screen.module.css'
import { FacetPanel } from './facet-panel.tsx'
import { ListTrouble, NothingFound } from './list-states.tsx'
import { PickedBar } from './picked-bar.tsx'
import { QueryChips } from './query-chips.tsx'
import { QueryProblems } from './query-problems.tsx'
import { awaited, ResultList, refOf } from './result-list.tsx'
import { ResultsHead } from './results-head.tsx'
import { isNotThere, type Results, useCatalogue, useResults } from './use-results.ts'
import { Welcome } from './welcome.tsx'

/** Finding dandisets: facets, what they and the words on top leave, and one of them beside the list. */
export function DiscoverScreen() {
  const { shown, asking } = useResults()
  const state = useCatalogue()
  useSecondTry()
  return (
    <div className={styles.screen}>
      <section className={styles.facets} aria-label={t('discover.filters')}>
        <FacetPanel />
      </section>
      <section className={styles.results} aria-label={t('place.discover')}>
        <Welcome />
        <ResultsHead results={shown} waiting={isNotThere(state)} />
        <QueryProblems />
        <QueryChips />
        <div className={styles.list} data-asking={asking ? '' : undefined} aria-busy={asking}>
          <List results={shown} state={state} />
        </div>
        <PickedBar />
        <CatalogueFoot state={state} />
      </section>
      <Preview results={shown} />
    </div>
  )
}

interface ListProps {
  readonly results: Results
  readonly state: CatalogueState | null
}

function List({ results, state }: ListProps) {
  const { pages } = results
  const summary = results.summary()
  const none = isNotThere(state)
  const trouble = pages.failure === null ? state?.failure : failureFrom(pages.failure)
  if (trouble && (none || summary === null)) {
    const retry = () => {
      pages.refresh()
      void order('catalogue.refresh', { instance: results.query.instance })
    }
    return <ListTrouble failure={trouble} onRetry={retry} />
  }
  if (summary?.total === 0 && !none) return <NothingFound summary={summary} />
  return <ResultList results={results} waiting={none} />
}

/** When the network is back, the catalogue is compared with the archive again. */
function useSecondTry(): void {
  const { instance } = useSettings()
  const online = useOnline()
  const wasOffline = useRef(false)
  useEffect(() => {
    if (online && wasOffline.current) void order('catalogue.refresh', { instance })
    wasOffline.current = !online
  }, [online, instance])
}

function Preview({ results }: { readonly results: Results }) {
  const { instance } = useSettings()
  const previewed = useDiscover((state) => state.previewed)
  if (previewed === null || previewed === awaited) return null
  const known = [...results.pages.known()].find(([, row]) => row.id === previewed)?.[1]
  return (
    <DandisetPreview
      key={previewed}
      dandisetId={previewed}
      known={known}
      onOpen={(version) =>
        go({ screen: 'dandiset', ref: { ...refOf(instance, previewed), version } })
      }
      onClose={() => changeDiscover({ previewed: null })}
    />
  )
}
