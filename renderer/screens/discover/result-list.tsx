import {
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
} from 'react'
import type { CatalogueRow } from '../../../main/model/catalogue.ts'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import { t } from '../../locales/t.ts'
import { changeDiscover, pick, useDiscover } from '../../store/discover.ts'
import { go } from '../../store/view.ts'
import { usePagedKeys } from '../../ui/held-row.ts'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { ResultRow } from './result-row.tsx'
import type { Results } from './use-results.ts'

const listId = 'dandisets'
const skeletonRows = 12
const rowHeight = 60
const withExcerptHeight = 80

interface ResultListProps {
  readonly results: Results
  /** Nothing is known yet: rows stand in for what will be there. */
  readonly waiting: boolean
}

const idOf = (row: CatalogueRow) => row.id

/** Dandisets that were found; a page is asked for when it comes in sight. */
export function ResultList({ results, waiting }: ResultListProps) {
  const { pages, query } = results
  const active = useDiscover((state) => state.active)
  const previewed = useDiscover((state) => state.previewed)
  const picked = useDiscover((state) => state.picked)
  const version = pages.version()
  const want = useCallback(
    (from: number, to: number) => {
      void version
      pages.want(from, to)
    },
    [pages, version],
  )
  const keyAt = usePagedKeys(pages, idOf)
  useSamePlace(results)
  useKeptFocus(results.key)
  const list = useListActions(results)
  return (
    <VirtualRows
      key={results.key}
      role="grid"
      id={listId}
      label={t('discover.list')}
      count={waiting ? skeletonRows : (pages.total() ?? skeletonRows)}
      rowHeight={query.text === '' ? rowHeight : withExcerptHeight}
      multiselectable
      active={active}
      onActive={(index, how) => (how === 'extend' ? list.reach(index) : list.select(index))}
      onRange={want}
      keyAt={keyAt}
      onKey={list.onKey}
    >
      {(place) => {
        const row = pages.at(place.index)
        return (
          <ResultRow
            place={place}
            row={row}
            withExcerpt={query.text !== ''}
            previewed={row !== undefined && row.id === previewed}
            picked={row !== undefined && picked.includes(row.id)}
            onClick={(event) => list.onClick(event, place.index)}
            onPick={() => list.toggle(place.index)}
            onOpen={() => list.open(place.index)}
          />
        )
      }}
    </VirtualRows>
  )
}

/** The list of another question takes the focus over from the one before. */
function useKeptFocus(key: string): void {
  const hadFocus = document.activeElement?.id === listId
  useLayoutEffect(() => {
    void key
    if (hadFocus) document.getElementById(listId)?.focus()
  }, [key, hadFocus])
}

/** When rows arrive above it, the keyboard stays at the dandiset where it was. */
function useSamePlace({ pages }: Results): void {
  const active = useDiscover((state) => state.active)
  const previewed = useDiscover((state) => state.previewed)
  const version = pages.version()
  useEffect(() => {
    void version
    const here = pages.at(active)
    if (previewed === awaited && here) return changeDiscover({ previewed: here.id })
    if (previewed === null || here === undefined || here.id === previewed) return
    const moved = [...pages.known()].find(([, row]) => row.id === previewed)
    if (moved) changeDiscover({ active: moved[0] })
  }, [pages, version, active, previewed])
}

/** Stands for the dandiset of a row that is on its way. */
export const awaited = ''

function placeOf(pages: Results['pages'], index: number) {
  return { active: index, previewed: pages.at(index)?.id ?? awaited }
}

interface ListActions {
  readonly select: (index: number) => void
  /** Picks all from where the keyboard or the pointer was last. */
  readonly reach: (index: number) => void
  readonly toggle: (index: number) => void
  readonly open: (index: number) => void
  readonly onClick: (event: MouseEvent, index: number) => void
  readonly onKey: (event: KeyboardEvent, index: number) => boolean
}

function useListActions({ pages, query }: Results): ListActions {
  const picked = useDiscover((state) => state.picked)
  /** Where a stretch of rows taken with Shift begins. */
  const anchor = useRef(0)
  const idOf = (index: number) => pages.at(index)?.id
  const select = (index: number) => {
    anchor.current = index
    changeDiscover(placeOf(pages, index))
  }
  const toggle = (index: number) => {
    const id = idOf(index)
    anchor.current = index
    if (id !== undefined) pick([id], !picked.includes(id))
  }
  const reach = (index: number) => {
    const [from, to] = [Math.min(anchor.current, index), Math.max(anchor.current, index)]
    const ids = Array.from({ length: to - from + 1 }, (_, step) => idOf(from + step))
    pick(
      ids.filter((id) => id !== undefined),
      true,
    )
    changeDiscover(placeOf(pages, index))
  }
  const open = (index: number) => {
    const id = idOf(index)
    if (id !== undefined) go({ screen: 'dandiset', ref: refOf(query.instance, id) })
  }
  return {
    select,
    reach,
    toggle,
    open,
    onClick: (event, index) => {
      if (event.shiftKey) reach(index)
      else if (event.ctrlKey || event.metaKey) toggle(index)
      else select(index)
    },
    onKey: (event, index) => {
      if (event.key === 'Enter') open(index)
      else if (event.key === ' ') toggle(index)
      else if (event.key === 'Escape' && picked.length > 0) changeDiscover({ picked: [] })
      else return false
      return true
    },
  }
}

export function refOf(instance: string, dandisetId: string): ArchiveRef {
  return { instance, dandisetId, version: null, pick: { kind: 'dandiset' } }
}
