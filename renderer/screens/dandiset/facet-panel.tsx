import { type KeyboardEvent, type MouseEvent, useMemo } from 'react'
import type { FacetField } from '../../../main/model/facts.ts'
import type { Facet, Facets } from '../../../main/model/files.ts'
import { type Filter, wantedOf, wanting } from '../../../main/model/selection.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { Cell, GridRow } from '../../ui/grid.tsx'
import { useHeldRow, useKeys } from '../../ui/held-row.ts'
import { SkeletonLines } from '../../ui/skeleton.tsx'
import { type RowPlace, VirtualRows } from '../../ui/virtual-rows.tsx'
import { valueName } from './conditions.ts'
import styles from './filter-menu.module.css'

export interface FacetPanelProps {
  readonly field: FacetField
  readonly filter: Filter
  readonly facets: Facets | undefined
  /** What is looked for among the values. */
  readonly text: string
  readonly onText: (text: string) => void
  readonly onChange: (part: Partial<Filter>) => void
}

type Side = 'any' | 'none'

const keyOf = ({ value }: Facet) => value

/** Values of one facet with what is left of each; each is wanted, left out, or neither. */
export function FacetPanel({ field, filter, facets, text, onText, onChange }: FacetPanelProps) {
  const name = t(`field.${field}`)
  const values = facets?.[field]
  const rows = useMemo(() => matching(values ?? [], text), [values, text])
  const keyAt = useKeys(rows, keyOf)
  const [active, setActive, release] = useHeldRow(keyAt, rows.length)
  const more = facets?.more[field] ?? 0
  const at = Math.min(active, Math.max(0, rows.length - 1))
  const toggle = (value: string, side: Side) => onChange(toggled(filter, field, [value, side]))
  const onKey = (event: KeyboardEvent, index: number) => {
    const row = rows[index]
    const isToggle = event.key === ' ' || event.key === 'Enter'
    if (!row || !isToggle) return false
    toggle(row.value, event.altKey ? 'none' : 'any')
    return true
  }
  const find = t('filter.find', { name: name.toLowerCase() })
  return (
    <>
      <input
        className={styles.find}
        value={text}
        placeholder={find}
        aria-label={find}
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the menu was opened to type here
        autoFocus
        onChange={(event) => {
          onText(event.target.value)
          release()
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') document.getElementById('facet-values')?.focus()
          else if (event.key !== 'Enter' || !rows[0]) return
          else toggle(rows[0].value, event.altKey ? 'none' : 'any')
          event.preventDefault()
        }}
      />
      <div className={styles.values}>
        {!facets && <SkeletonLines widths={['70%', '54%', '62%', '48%']} />}
        {facets && rows.length === 0 && <p className={styles.help}>{t('filter.none')}</p>}
        {rows.length > 0 && (
          <VirtualRows
            role="grid"
            id="facet-values"
            label={t('filter.values', { name })}
            multiselectable
            count={rows.length}
            rowHeight={28}
            active={at}
            keyAt={keyAt}
            onActive={setActive}
            onKey={onKey}
          >
            {(place) => {
              const facet = rows[place.index]
              return (
                facet && (
                  <ValueRow
                    place={place}
                    facet={facet}
                    side={sideOf(filter, field, facet.value)}
                    onToggle={(side) => toggle(facet.value, side)}
                  />
                )
              )
            }}
          </VirtualRows>
        )}
      </div>
      {more > 0 && (
        <p className={styles.foot} role="status">
          {t('filter.values.more', { count: more, more: formatCount(more) })}
        </p>
      )}
      <p className={styles.foot}>{t('filter.values.hint')}</p>
    </>
  )
}

interface ValueRowProps {
  readonly place: RowPlace
  readonly facet: Facet
  readonly side: Side | null
  readonly onToggle: (side: Side) => void
}

function ValueRow({ place, facet, side, onToggle }: ValueRowProps) {
  const value = valueName(facet.value)
  const onClick = (event: MouseEvent) => {
    if (!(event.target as Element).closest('button')) onToggle(event.altKey ? 'none' : 'any')
  }
  return (
    <GridRow
      {...place.row}
      className={styles.value}
      aria-selected={side === 'any'}
      data-side={side ?? undefined}
      data-empty={facet.files === 0 ? '' : undefined}
      onClick={onClick}
    >
      <Cell className={styles.box}>
        <CheckBox
          state={side === 'any' ? 'on' : 'off'}
          label={t('filter.is', { value })}
          tabIndex={-1}
          onChange={() => onToggle('any')}
        />
      </Cell>
      <Cell className={styles.word} data-odd={facet.value === '' ? '' : undefined}>
        <bdi title={value}>{value}</bdi>
      </Cell>
      <Cell className={styles.number}>{formatCount(facet.files)}</Cell>
      <Cell className={styles.number}>{formatBytes(facet.sizeBytes)}</Cell>
      <Cell>
        <button
          type="button"
          tabIndex={-1}
          className={styles.not}
          aria-pressed={side === 'none'}
          aria-label={t('filter.is-not', { value })}
          onClick={() => onToggle('none')}
        >
          {t('filter.not-button')}
        </button>
      </Cell>
    </GridRow>
  )
}

function matching(facets: readonly Facet[], typed: string): readonly Facet[] {
  const text = typed.trim().toLowerCase()
  if (text === '') return facets
  return facets.filter((it) => valueName(it.value).toLowerCase().includes(text))
}

function sideOf(filter: Filter, field: FacetField, value: string): Side | null {
  if (wantedOf(filter, field, 'any').includes(value)) return 'any'
  return wantedOf(filter, field, 'none').includes(value) ? 'none' : null
}

/** A value is on one side at most. */
function toggled(
  filter: Filter,
  field: FacetField,
  [value, side]: readonly [value: string, side: Side],
): Filter {
  const had = wantedOf(filter, field, side).includes(value)
  const without = (['any', 'none'] as const).reduce(
    (now, it) =>
      wanting(
        now,
        field,
        wantedOf(now, field, it).filter((one) => one !== value),
        it,
      ),
    filter,
  )
  return had ? without : wanting(without, field, [...wantedOf(without, field, side), value], side)
}
