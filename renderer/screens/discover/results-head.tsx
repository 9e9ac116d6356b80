import { ListFilter } from 'lucide-react'
import { useState } from 'react'
import { type CatalogueOrder, catalogueOrders } from '../../../main/model/catalogue.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeDiscover, useDiscover } from '../../store/discover.ts'
import { orderFor, valuesIn } from '../../store/question.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { FacetPanel } from './facet-panel.tsx'
import { KeptSearches } from './kept-searches.tsx'
import styles from './results-head.module.css'
import type { Results } from './use-results.ts'

interface ResultsHeadProps {
  readonly results: Results
  /** Nothing is known yet. */
  readonly waiting: boolean
}

/** How much was found, in which order it is shown, and the question itself to be kept. */
export function ResultsHead({ results, waiting }: ResultsHeadProps) {
  const summary = waiting ? null : results.summary()
  return (
    <div className={styles.head}>
      <FacetDrawer total={summary?.total ?? null} />
      <div className={styles.words} role="status">
        <h1 className={styles.title}>
          {summary
            ? t('discover.total', { count: summary.total, total: formatCount(summary.total) })
            : t('place.discover')}
        </h1>
        {summary && summary.total > 0 && (
          <span className={styles.total}>
            {t('files', { count: summary.files, total: formatCount(summary.files) })}
            {' · '}
            {formatBytes(summary.sizeBytes)}
          </span>
        )}
      </div>
      <OrderChoice />
      <KeptSearches />
    </div>
  )
}

const offered: readonly CatalogueOrder[] = [
  'relevance',
  '-modified',
  '-created',
  '-stars',
  '-size',
  'size',
  '-files',
  '-subjects',
  'name',
  'id',
]

function OrderChoice() {
  const { text } = useDiscover((state) => state.question)
  const chosen = useDiscover((state) => state.order)
  const order = orderFor(chosen, text)
  const options = catalogueOrders
    .filter((it) => offered.includes(it) || it === order)
    .filter((it) => it !== 'relevance' || text !== '')
    .sort((a, b) => offered.indexOf(a) - offered.indexOf(b))
  return (
    <Choice
      quiet
      name={t('discover.order')}
      value={order}
      options={options.map((value) => ({ value, label: t(`catalogue.order.${value}`) }))}
      onChange={(value) => changeDiscover({ order: value, active: 0 })}
    />
  )
}

/** Where there is no room for facets beside the list. */
function FacetDrawer({ total }: { readonly total: number | null }) {
  const [open, setOpen] = useState(false)
  const chosen = useDiscover((state) => valuesIn(state.question).length)
  return (
    <>
      <Button icon={ListFilter} className={styles.drawer ?? ''} onClick={() => setOpen(true)}>
        {chosen === 0 ? t('discover.filters') : t('discover.filters-chosen', { count: chosen })}
      </Button>
      <Modal
        sheet
        open={open}
        onClose={() => setOpen(false)}
        title={t('discover.filters')}
        actions={
          <Button look="primary" onClick={() => setOpen(false)}>
            {total === null
              ? t('close')
              : t('discover.show', { count: total, total: formatCount(total) })}
          </Button>
        }
      >
        <FacetPanel />
      </Modal>
    </>
  )
}
