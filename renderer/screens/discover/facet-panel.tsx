import { catalogueFacets } from '../../../main/model/catalogue.ts'
import { t } from '../../locales/t.ts'
import { changeQuestion, useDiscover } from '../../store/discover.ts'
import { mutable, useAsked } from '../../store/queries.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { FacetGroup } from './facet-group.tsx'
import styles from './facet-panel.module.css'
import { isNotThere, useCatalogue, useQuery } from './use-results.ts'

/** Facets with the number of dandisets that each value would leave. */
export function FacetPanel() {
  const query = useQuery()
  const { data } = useAsked('catalogue.facets', { query: mutable(query) }, { keep: true })
  const catalogue = useCatalogue()
  const waiting = isNotThere(catalogue)
  return (
    <div className={styles.panel}>
      <PublishedOnly />
      {data && !waiting
        ? catalogueFacets.map((facet) => (
            <FacetGroup key={facet} facet={facet} counts={data[facet]} />
          ))
        : !(waiting && catalogue?.failure) && <Waiting />}
    </div>
  )
}

function PublishedOnly() {
  const draftsToo = useDiscover((state) => state.question.draftsToo)
  return (
    <div className={styles.head}>
      <span>{t('discover.published')}</span>
      <Toggle
        label={t('discover.published')}
        on={!draftsToo}
        onChange={(on) => changeQuestion((now) => ({ ...now, draftsToo: !on }))}
      />
    </div>
  )
}

function Waiting() {
  return (
    <div className={styles.waiting} aria-busy>
      <SkeletonLines widths={['40%', '88%', '76%', '82%', '64%']} />
    </div>
  )
}
