import { useCallback, useEffect, useMemo, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { DandisetRow } from '../../../main/model/listing.ts'
import { failureFrom, request } from '../../bridge.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { useOnline, useSettings } from '../../store/engine.ts'
import { Pages } from '../../store/pages.ts'
import { usePages } from '../../store/use-pages.ts'
import { changeView, type DandisetOrder, go, useView } from '../../store/view.ts'
import { Chip } from '../../ui/chip.tsx'
import { Choice } from '../../ui/choice.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { DandisetItem } from './dandiset-item.tsx'
import { DandisetPreview } from './dandiset-preview.tsx'
import styles from './discover-screen.module.css'
import { ListTrouble, NothingFound } from './list-states.tsx'
import { Welcome } from './welcome.tsx'

const orders: readonly DandisetOrder[] = ['-modified', '-stars', '-size', 'size', 'id', 'name']
const skeletonRows = 12

export function DiscoverScreen() {
  const search = useView((view) => view.search)
  const pages = usePages(useDandisets())
  const total = pages.total()
  const failed = total === null && pages.failure !== null
  return (
    <div className={styles.screen}>
      <section className={styles.results} aria-label={t('place.discover')}>
        <Welcome />
        <ListHead total={total} />
        {failed && (
          <ListTrouble failure={failureFrom(pages.failure)} onRetry={() => pages.refresh()} />
        )}
        {total === 0 && <NothingFound search={search} />}
        {total !== 0 && !failed && <Results pages={pages} />}
      </section>
      <Preview pages={pages} />
    </div>
  )
}

function useDandisets(): Pages<DandisetRow> {
  const { instance } = useSettings()
  const search = useView((view) => view.search)
  const order = useView((view) => view.order)
  const draftsToo = useView((view) => view.draftsToo)
  const pages = useMemo(
    () =>
      new Pages<DandisetRow>(
        (_, offset, pageSize) =>
          request('dandisets.page', {
            instance,
            search,
            order,
            draftsToo,
            pageSize,
            page: offset / pageSize + 1,
          }),
        50,
      ),
    [instance, search, order, draftsToo],
  )
  const online = useOnline()
  useEffect(() => {
    if (online && pages.failure !== null) pages.refresh()
  }, [online, pages])
  return pages
}

function ListHead({ total }: { readonly total: number | null }) {
  const search = useView((view) => view.search)
  const order = useView((view) => view.order)
  const draftsToo = useView((view) => view.draftsToo)
  return (
    <div className={styles.head}>
      <h1 className={styles.title}>{t('place.discover')}</h1>
      <span className={styles.total} aria-live="polite">
        {total === null ? '' : t('discover.total', { count: total, total: formatCount(total) })}
      </span>
      {search !== '' && (
        <Chip label={search} onRemove={() => changeView({ search: '', field: '' })} />
      )}
      <span className={styles.space} />
      <Choice
        quiet
        name={t('discover.which')}
        value={draftsToo ? 'all' : 'published'}
        options={[
          { value: 'all', label: t('discover.all') },
          { value: 'published', label: t('discover.published') },
        ]}
        onChange={(value) => changeView({ draftsToo: value === 'all' })}
      />
      <Choice
        quiet
        name={t('discover.order')}
        value={order}
        options={orders.map((value) => ({ value, label: t(`order.${value as '-modified'}`) }))}
        onChange={(value) => changeView({ order: value })}
      />
    </div>
  )
}

function Results({ pages }: { readonly pages: Pages<DandisetRow> }) {
  const { instance } = useSettings()
  const previewed = useView((view) => view.previewed)
  const search = useView((view) => view.search)
  const [active, setActive] = useState(0)
  const want = useCallback((from: number, to: number) => pages.want(from, to), [pages])
  const select = (index: number) => {
    setActive(index)
    changeView({ previewed: pages.at(index)?.id ?? null })
  }
  const open = (row: DandisetRow | undefined) =>
    row && go({ screen: 'dandiset', ref: refOf(instance, row.id) })
  return (
    <VirtualRows
      role="listbox"
      id="dandisets"
      label={t('discover.list')}
      count={pages.total() ?? skeletonRows}
      rowHeight={60}
      active={active}
      onActive={select}
      onRange={want}
      onKey={(event, index) => {
        if (event.key !== 'Enter') return false
        open(pages.at(index))
        return true
      }}
    >
      {(place) => {
        const row = pages.at(place.index)
        return (
          <DandisetItem
            place={place}
            row={row}
            words={search}
            selected={row !== undefined && row.id === previewed}
            onSelect={() => select(place.index)}
            onOpen={() => open(row)}
          />
        )
      }}
    </VirtualRows>
  )
}

function Preview({ pages }: { readonly pages: Pages<DandisetRow> }) {
  const previewed = useView((view) => view.previewed)
  const { instance } = useSettings()
  const known = [...pages.known()].find(([, row]) => row.id === previewed)?.[1]
  if (!known) return null
  return (
    <DandisetPreview
      key={known.id}
      row={known}
      onOpen={(version) =>
        go({ screen: 'dandiset', ref: { ...refOf(instance, known.id), version } })
      }
      onClose={() => changeView({ previewed: null })}
    />
  )
}

function refOf(instance: string, dandisetId: string): ArchiveRef {
  return { instance, dandisetId, version: null, pick: { kind: 'dandiset' } }
}
