import { ListFilter, Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ArchiveRef } from '../../../main/model/entry.ts'
import type { SelectionSummary } from '../../../main/model/files.ts'
import type { OpenVersion } from '../../../main/model/listing.ts'
import { everything, type Filter, noFilter } from '../../../main/model/selection.ts'
import { formatBytes, formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { changeFilter } from '../../store/choosing.ts'
import { useDraft } from '../../store/drafts.ts'
import { mutable, useAsked, useSummary } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { ChooseMenu } from './choose-menu.tsx'
import { type Condition, conditionsOf, type Topic } from './conditions.ts'
import { FileViewSwitch } from './files-tab.tsx'
import styles from './filter-bar.module.css'
import { FilterChip } from './filter-chip.tsx'
import { FilterMenu } from './filter-menu.tsx'
import { SampleChip } from './sample-chip.tsx'

interface FilterBarProps {
  readonly dandiset: ArchiveRef
  readonly open: OpenVersion
  readonly onSubjects: () => void
  /** Tree and table are both files. */
  readonly files: boolean
}

/** What the filter menu is about, and what it hangs at. */
export interface Asked {
  readonly topic: Topic
  readonly anchor: Element
}

export function FilterBar({ dandiset, open, onSubjects, files }: FilterBarProps) {
  const { selection } = useDraft(dandiset)
  const { filter, sample } = selection
  const [asked, setAsked] = useState<Asked | null>(null)
  const conditions = conditionsOf(filter)
  const chips = conditions.filter((it) => it.topic !== null)
  const change = (part: Partial<Filter>) => changeFilter(dandiset, part)
  const { data: summary } = useSummary(open.snapshotId, selection)
  const { data: facets } = useAsked(
    'entries.facets',
    { snapshotId: open.snapshotId, selection: mutable({ ...everything, filter }) },
    { keep: true, enabled: asked !== null },
  )
  return (
    <search className={styles.bar} aria-label={t('filter.name')}>
      <div className={styles.conditions}>
        <TextFilter text={filter.text} onChange={(text) => change({ text })} />
        <FilterButton asked={asked} onAsk={setAsked} />
        <Chips chips={chips} idle={summary?.idleGlobs ?? []} onChange={change} onAsk={setAsked} />
        {sample && <SampleChip dandiset={dandiset} sample={sample} />}
        {conditions.length > 0 && (
          <Button look="quiet" onClick={() => change(noFilter)}>
            {t('filter.clear')}
          </Button>
        )}
      </div>
      <div className={styles.actions}>
        {summary && (
          <Matches open={open} inSight={summary.inSight} filtered={conditions.length > 0} />
        )}
        <ChooseMenu dandiset={dandiset} onSubjects={onSubjects} />
        {files && <FileViewSwitch />}
      </div>
      <FilterMenu
        asked={asked}
        onTopic={(topic) => setAsked((now) => now && { ...now, topic })}
        onClose={() => setAsked(null)}
        filter={filter}
        facets={facets}
        onChange={change}
      />
    </search>
  )
}

interface FilterButtonProps {
  readonly asked: Asked | null
  readonly onAsk: (asked: Asked) => void
}

function FilterButton({ asked, onAsk }: FilterButtonProps) {
  return (
    <Button
      look="quiet"
      icon={ListFilter}
      aria-haspopup="dialog"
      aria-expanded={asked !== null}
      onClick={(event) => onAsk({ topic: 'subject', anchor: event.currentTarget })}
    >
      {t('filter.add')}
    </Button>
  )
}

interface ChipsProps {
  readonly chips: readonly Condition[]
  readonly idle: readonly string[]
  readonly onChange: (filter: Filter) => void
  readonly onAsk: (asked: Asked) => void
}

export function Chips({ chips, idle, onChange, onAsk }: ChipsProps) {
  return chips.map((chip) => (
    <FilterChip
      key={chip.key}
      label={chip.chip}
      problem={
        idle.length > 0 && (chip.key === 'include' || chip.key === 'exclude')
          ? t('filter.idle', { globs: idle.join(', ') })
          : null
      }
      onOpen={(anchor) => chip.topic && onAsk({ topic: chip.topic, anchor })}
      onRemove={() => onChange(chip.without)}
    />
  ))
}

interface MatchesProps {
  readonly open: OpenVersion
  readonly inSight: SelectionSummary['inSight']
  readonly filtered: boolean
}

/** How many files the filter leaves, of all that are listed so far. */
function Matches({ open, inSight, filtered }: MatchesProps) {
  const { files, sizeBytes } = inSight
  const total = open.listing.entries
  const values = { found: formatCount(files), size: formatBytes(sizeBytes) }
  return (
    <p className={styles.matches} role="status">
      {filtered
        ? t('filter.matches', { ...values, count: total, total: formatCount(total) })
        : t('filter.all', { ...values, count: files, total: formatCount(files) })}
    </p>
  )
}

const pauseMs = 150

export function TextFilter(props: {
  readonly text: string
  readonly onChange: (text: string) => void
}) {
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
