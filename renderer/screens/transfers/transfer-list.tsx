import { ListX } from 'lucide-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { JobCounts, JobView } from '../../../main/model/job.ts'
import type { TransferView } from '../../../main/model/transfer.ts'
import type { Input } from '../../../preload/contract.ts'
import { request } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { Pages } from '../../store/pages.ts'
import { onTransfers } from '../../store/signals.ts'
import { usePages } from '../../store/use-pages.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useHeldRow, usePagedKeys } from '../../ui/held-row.ts'
import { SearchBox } from '../../ui/search-box.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { Inspector } from './inspector.tsx'
import styles from './transfer-list.module.css'
import { TransferHead, TransferRow } from './transfer-row.tsx'

type StateFilter = Input<'transfers.page'>['state']
const filters: readonly StateFilter[] = ['all', 'active', 'queued', 'done', 'failed']

/** A job's files beside the one that is looked into. */
export function TransferList({ job }: { readonly job: JobView }) {
  const [state, setState] = useState<StateFilter>('all')
  const [text, setText] = useState('')
  const [opened, setOpened] = useState<number | null>(null)
  const pages = usePages(useTransfers(job.id, state, text))
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  const total = pages.total()
  const keyAt = usePagedKeys(pages, idOf)
  const [active, setActive] = useHeldRow(keyAt, total ?? 0)
  const select = (index: number) => {
    setActive(index)
    setOpened(pages.at(index)?.id ?? null)
  }
  const clear = () => {
    setState('all')
    setText('')
  }
  return (
    <div className={styles.split}>
      <div className={styles.side}>
        <Filters
          counts={job.counts}
          state={state}
          onState={setState}
          text={text}
          onText={setText}
        />
        <div className={styles.list}>
          {total === 0 ? (
            <Nothing onClear={clear} filtered={state !== 'all' || text !== ''} />
          ) : (
            <VirtualRows
              role="grid"
              id="transfers"
              label={t('transfers.name')}
              count={total ?? 8}
              rowHeight={30}
              active={Math.min(active, Math.max(0, (total ?? 1) - 1))}
              onActive={select}
              onRange={want}
              keyAt={keyAt}
              head={<TransferHead />}
            >
              {(place) => (
                <TransferRow
                  place={place}
                  transfer={pages.at(place.index)}
                  opened={pages.at(place.index)?.id === opened}
                  onSelect={() => select(place.index)}
                />
              )}
            </VirtualRows>
          )}
        </div>
      </div>
      {opened !== null && (
        <Inspector transferId={opened} jobId={job.id} onClose={() => setOpened(null)} />
      )}
    </div>
  )
}

const idOf = (transfer: TransferView) => String(transfer.id)

function useTransfers(jobId: string, state: StateFilter, text: string): Pages<TransferView> {
  const pages = useMemo(
    () =>
      new Pages<TransferView>((_, offset, limit) =>
        request('transfers.page', { jobId, state, text, offset, limit }),
      ),
    [jobId, state, text],
  )
  useEffect(() => onTransfers((changed) => changed === jobId && pages.refresh()), [pages, jobId])
  return pages
}

interface FiltersProps {
  readonly counts: JobCounts
  readonly state: StateFilter
  readonly onState: (state: StateFilter) => void
  readonly text: string
  readonly onText: (text: string) => void
}

function countOf(counts: JobCounts, state: StateFilter): number {
  if (state === 'all') return counts.total
  return state === 'active' ? counts.running + counts.verifying : counts[state]
}

function Filters({ counts, state, onState, text, onText }: FiltersProps) {
  return (
    <div className={styles.filters}>
      <div className={styles.states} role="radiogroup" aria-label={t('transfers.filter')}>
        {filters.map((it) => (
          // biome-ignore lint/a11y/useSemanticElements: a row of words, not of dots
          <button
            key={it}
            type="button"
            role="radio"
            aria-checked={state === it}
            className={styles.state}
            onClick={() => onState(it)}
          >
            {t(`transfers.${it}`)}
            <span className={styles.count}>{formatCount(countOf(counts, it))}</span>
          </button>
        ))}
      </div>
      <SearchBox text={text} onText={onText} />
    </div>
  )
}

interface NothingProps {
  readonly filtered: boolean
  readonly onClear: () => void
}

function Nothing({ filtered, onClear }: NothingProps) {
  return (
    <EmptyState
      icon={ListX}
      title={t(filtered ? 'transfers.nothing' : 'transfers.none')}
      text={t(filtered ? 'transfers.nothing.text' : 'transfers.none.text')}
      actions={filtered && <Button onClick={onClear}>{t('transfers.clear')}</Button>}
    />
  )
}
