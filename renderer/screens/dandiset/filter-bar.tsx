import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { Facet } from '../../../main/model/files.ts'
import { type Filter, noFilter, wantedOf, wanting } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { changeSelection, useDraft } from '../../store/drafts.ts'
import { mutable, useAsked } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { FacetPicker } from './facet-picker.tsx'
import styles from './filter-bar.module.css'

interface FilterBarProps {
  readonly dandiset: ArchiveRef
  readonly snapshotId: number
}

const none: readonly Facet[] = []

export function FilterBar({ dandiset, snapshotId }: FilterBarProps) {
  const { selection } = useDraft(dandiset)
  const { filter } = selection
  const asked = { snapshotId, selection: mutable(selection) }
  const { data } = useAsked('entries.facets', asked, { keep: true })
  const change = (part: Partial<Filter>) => changeFilter(dandiset, part)
  return (
    <search className={styles.bar} aria-label={t('filter.name')}>
      <TextFilter text={filter.text} onChange={(text) => change({ text })} />
      <FacetPicker
        name={t('filter.subjects')}
        facets={data?.subject ?? none}
        chosen={wantedOf(filter, 'subject')}
        onChange={(values) => change(wanting(filter, 'subject', values))}
      />
      <FacetPicker
        name={t('filter.types')}
        facets={data?.type ?? none}
        chosen={wantedOf(filter, 'type')}
        onChange={(values) => change(wanting(filter, 'type', values))}
      />
      <Chips filter={filter} onChange={change} />
    </search>
  )
}

export function changeFilter(dandiset: ArchiveRef, part: Partial<Filter>): void {
  changeSelection(dandiset, (now) => ({ ...now, filter: { ...now.filter, ...part } }))
}

const pauseMs = 150

function TextFilter(props: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { text, onChange } = props
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => onChange(typed), pauseMs)
    return () => clearTimeout(timer)
  })
  return (
    <label className={styles.text}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <input
        data-filter
        value={typed}
        placeholder={t('filter.text')}
        aria-label={t('filter.text')}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setTyped('')}
      />
    </label>
  )
}

interface ChipsProps {
  readonly filter: Filter
  readonly onChange: (part: Partial<Filter>) => void
}

const lists = ['include', 'exclude'] as const

function Chips({ filter, onChange }: ChipsProps) {
  const facets = filter.facets.flatMap(({ field, values, not }) =>
    values.map((value) => ({
      key: `${field}:${not}:${value}`,
      label: not ? t('filter.not', { value }) : value,
      remove: () =>
        onChange(
          wanting(
            filter,
            field,
            values.filter((it) => it !== value),
            not ? 'none' : 'any',
          ),
        ),
    })),
  )
  const globs = lists.flatMap((list) =>
    filter[list].map((value) => ({
      key: `${list}:${value}`,
      label: list === 'exclude' ? t('filter.not', { value }) : value,
      remove: () => onChange({ [list]: filter[list].filter((it) => it !== value) }),
    })),
  )
  const chips = [...facets, ...globs]
  const shown = chips.slice(0, 6)
  if (chips.length === 0) return null
  return (
    <>
      {shown.map((chip) => (
        <Chip key={chip.key} label={chip.label} onRemove={chip.remove} />
      ))}
      {chips.length > shown.length && (
        <span className={styles.more}>
          {t('filter.more', { count: chips.length - shown.length })}
        </span>
      )}
      <Button look="quiet" onClick={() => onChange(noFilter)}>
        {t('filter.clear')}
      </Button>
    </>
  )
}
