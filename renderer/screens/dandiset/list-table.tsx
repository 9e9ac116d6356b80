import { type CSSProperties, type KeyboardEvent, type ReactNode, useRef } from 'react'
import { failureFrom } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import {
  type Arrangement,
  arranged,
  type Column,
  keep,
  shownColumns,
  useKept,
} from '../../store/columns.ts'
import { Button } from '../../ui/button.tsx'
import { FailureNote } from '../../ui/failure-note.tsx'
import { RowMenu } from '../../ui/menu.tsx'
import { VirtualRows } from '../../ui/virtual-rows.tsx'
import { BandBox } from './band-box.tsx'
import styles from './list-table.module.css'
import { ListTableHead } from './list-table-head.tsx'
import { ListTableRow } from './list-table-row.tsx'
import { isMarked, markPressed, meantBy, rowAt } from './marked.ts'
import type { TableOf } from './table-of.ts'
import { type Marking, useMarks } from './use-marks.ts'
import { useRowBand } from './use-row-band.ts'
import type { Rows } from './use-rows.ts'
import { useTick } from './use-tick.ts'

const rowHeight = 30
const boxWidth = 44

export function useArrangement<K extends string>(id: string, columns: readonly Column<K>[]) {
  return arranged(columns, useKept<K>(id))
}

export function ListTable<Row, K extends string>(of: TableOf<Row, K>) {
  const { id } = of
  const { pages } = of.rows
  const count = pages.total() ?? 12
  const marking = useMarks({ pages: of.rows, count, load: of.rows.load, keyOf: of.keyOf })
  const arrangement = useArrangement(id, of.columns)
  const shown = shownColumns(of.columns, arrangement)
  const { band, covers, onPointerDown } = useRowBand(marking, count)
  const find = useTypeAhead(of, marking)
  const at = Math.min(marking.active, Math.max(0, count - 1))
  const onKey = (event: KeyboardEvent, index: number) => act(event, { of, marking, index, find })
  const tick = useTick(of, marking.marks)
  return (
    <RowMenu entries={of.menu(marking.marks)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the grid inside has the keyboard */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        className={styles.table}
        onClick={(event) => markPressed(event, marking)}
        onDoubleClick={(event) => {
          const index = (event.target as Element).closest('button') ? null : rowAt(event.target)
          const row = index === null ? undefined : pages.at(index)
          if (row !== undefined) of.onOpen?.(row)
        }}
        onContextMenu={(event) => {
          const index = rowAt(event.target)
          const row = index === null ? undefined : pages.at(index)
          if (index !== null && row && !isMarked(marking.marks, of.keyOf(row))) marking.one(index)
        }}
        onPointerDown={onPointerDown}
      >
        <VirtualRows
          role="grid"
          id={id}
          label={of.label}
          multiselectable
          follow={marking.steps}
          keyAt={marking.keyAt}
          count={count}
          rowHeight={rowHeight}
          active={at}
          onActive={(index, how) => (how === 'extend' ? marking.extend(index) : marking.one(index))}
          onRange={of.rows.want}
          onKey={onKey}
          style={gridOf(shown)}
          overlay={band && <BandBox band={band} />}
          head={
            <ListTableHead
              of={of}
              arrangement={arrangement}
              shown={shown}
              onArrange={(next: Arrangement<K>) => {
                keep(id, next)
                if (next.sort !== arrangement.sort)
                  document.getElementById(id)?.scrollTo({ top: 0 })
              }}
              onAll={(on) => of.onTick({ kind: 'all', rows: new Map() }, on)}
            />
          }
        >
          {(place) => {
            const row = pages.at(place.index)
            return (
              <ListTableRow
                place={place}
                row={row}
                name={row && of.nameOf(row)}
                box={row ? of.boxOf(row) : 'off'}
                marked={
                  covers(place.index) ||
                  (row !== undefined && isMarked(marking.marks, of.keyOf(row)))
                }
                columns={shown}
                cell={of.cell}
                onTick={tick}
              />
            )
          }}
        </VirtualRows>
      </div>
    </RowMenu>
  )
}

function gridOf<K extends string>(shown: readonly Column<K>[]) {
  const widths = shown.map((it, index) =>
    index === 0 ? `minmax(${it.width}px, 1fr)` : `${it.width}px`,
  )
  const least = shown.reduce((sum, it) => sum + it.width, boxWidth + 20)
  return {
    '--columns': `${boxWidth}px ${widths.join(' ')}`,
    '--least-width': `${least}px`,
  } as CSSProperties
}

interface BehindProps<Row> {
  readonly rows: Pick<Rows<Row>, 'pages' | 'behind' | 'catchUp'>
  readonly children: ReactNode
}

/** Says that rows could not be had, or that more has arrived than is shown, which comes when asked. */
export function Behind<Row>({ rows, children }: BehindProps<Row>) {
  const { failure } = rows.pages
  if (failure !== null && rows.pages.total() === null) {
    return (
      <FailureNote
        failure={failureFrom(failure)}
        actions={<Button onClick={rows.catchUp}>{t('again')}</Button>}
      />
    )
  }
  return (
    <div className={styles.frame}>
      {children}
      {rows.behind && (
        <button type="button" className={styles.behind} onClick={rows.catchUp}>
          {t('table.behind')}
        </button>
      )}
    </div>
  )
}

interface Act<Row, K extends string> {
  readonly of: TableOf<Row, K>
  readonly marking: Marking<Row>
  readonly index: number
  readonly find: (letter: string) => void
}

/** Space ticks what is marked; letters find a name. */
function act<Row, K extends string>(event: KeyboardEvent, it: Act<Row, K>): boolean {
  const { of, marking, index } = it
  const row = of.rows.pages.at(index)
  const command = event.ctrlKey || event.metaKey
  if (command && event.key.toLowerCase() === 'a') {
    marking.all()
    return true
  }
  if (event.key === 'Escape') {
    marking.clear()
    return true
  }
  if (event.key === 'Enter' && row && of.onOpen) {
    of.onOpen(row)
    return true
  }
  if (event.key === ' ' && row) {
    if (command) marking.toggle(index)
    else of.onTick(meantBy(marking.marks, of.keyOf(row), row), of.boxOf(row) !== 'on')
    return true
  }
  if (command || event.altKey || event.key.length !== 1) return false
  it.find(event.key)
  return true
}

/** Letters typed within this time belong together. */
const pauseMs = 900
const chunk = 1000

/** Goes to the next row whose name begins with what is typed, around the end. */
function useTypeAhead<Row, K extends string>(of: TableOf<Row, K>, marking: Marking<Row>) {
  const typed = useRef({ text: '', at: 0, turn: 0 })
  return (letter: string) => {
    const now = performance.now()
    const { text, at, turn } = typed.current
    const begun = now - at < pauseMs ? text : ''
    const next = { text: `${begun}${letter.toLowerCase()}`, at: now, turn: turn + 1 }
    typed.current = next
    const begin = marking.active + (begun === '' ? 1 : 0)
    void search(of, begin, {
      matches: (row) => of.nameOf(row).toLowerCase().startsWith(next.text),
      isOver: () => typed.current.turn !== next.turn,
    }).then((index) => index !== null && marking.one(index))
  }
}

interface Search<Row> {
  readonly matches: (row: Row) => boolean
  readonly isOver: () => boolean
}

async function search<Row, K extends string>(
  { rows: { pages, load } }: TableOf<Row, K>,
  begin: number,
  { matches, isOver }: Search<Row>,
): Promise<number | null> {
  const count = pages.total() ?? 0
  for (let seen = 0; seen < count; seen += chunk) {
    const from = (begin + seen) % count
    const rows = await load([from, Math.min(count, from + chunk) - 1])
    if (isOver()) return null
    const found = rows.findIndex(matches)
    if (found >= 0) return from + found
    if (from + rows.length >= count) seen -= chunk - rows.length
  }
  return null
}
