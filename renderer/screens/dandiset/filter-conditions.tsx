import { ListFilter } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { Facets } from '../../../main/model/files.ts'
import { type Filter, noFilter } from '../../../main/model/selection.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { type Condition, conditionsOf, type Topic } from './conditions.ts'
import styles from './filter-bar.module.css'
import { FilterChip } from './filter-chip.tsx'
import { type Asked, FilterMenu } from './filter-menu.tsx'

interface FilterConditionsProps {
  readonly filter: Filter
  readonly asked: Asked | null
  readonly onAsk: (asked: Asked | null) => void
  /** What the menu opens with. */
  readonly topic: Topic
  readonly facets: Facets | undefined
  /** Patterns that match nothing. */
  readonly idle?: readonly string[]
  readonly onChange: (part: Partial<Filter>) => void
  /** What stands behind the conditions. */
  readonly children?: ReactNode
}

/** The conditions of a filter as chips, and the menu that makes and changes them. */
export function FilterConditions(props: FilterConditionsProps) {
  const { filter, asked, onAsk, topic, facets, idle = [], onChange, children } = props
  const conditions = conditionsOf(filter)
  return (
    <div className={styles.conditions}>
      <TextFilter text={filter.text} onChange={(text) => onChange({ text })} />
      <FilterButton look="quiet" topic={topic} asked={asked} onAsk={onAsk} />
      <Chips conditions={conditions} idle={idle} onChange={onChange} onAsk={onAsk} />
      {children}
      {conditions.length > 0 && (
        <Button look="quiet" onClick={() => onChange(noFilter)}>
          {t('filter.clear')}
        </Button>
      )}
      <FilterMenu asked={asked} onAsk={onAsk} filter={filter} facets={facets} onChange={onChange} />
    </div>
  )
}

interface FilterButtonProps extends Pick<FilterConditionsProps, 'asked' | 'onAsk' | 'topic'> {
  readonly look?: 'quiet' | 'plain'
  readonly disabled?: boolean
}

export function FilterButton({ asked, onAsk, topic, ...rest }: FilterButtonProps) {
  return (
    <Button
      icon={ListFilter}
      aria-haspopup="dialog"
      aria-expanded={asked !== null}
      onClick={(event) => onAsk({ topic, anchor: event.currentTarget })}
      {...rest}
    >
      {t('filter.add')}
    </Button>
  )
}

interface ChipsProps {
  readonly conditions: readonly Condition[]
  readonly idle?: readonly string[]
  readonly onChange: (filter: Filter) => void
  readonly onAsk: (asked: Asked) => void
}

export function Chips({ conditions, idle = [], onChange, onAsk }: ChipsProps) {
  return conditions.map(
    ({ key, topic, chip, without }) =>
      topic !== null && (
        <FilterChip
          key={key}
          label={chip}
          problem={
            idle.length > 0 && (key === 'include' || key === 'exclude')
              ? t('filter.idle', { globs: idle.join(', ') })
              : null
          }
          onOpen={(anchor) => onAsk({ topic, anchor })}
          onRemove={() => onChange(without)}
        />
      ),
  )
}

const pauseMs = 150

/** Filters once typing rests. */
function TextFilter(props: { readonly text: string; readonly onChange: (text: string) => void }) {
  const { text, onChange } = props
  const [typed, setTyped] = useState(text)
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed === text) return
    const timer = setTimeout(() => onChange(typed), pauseMs)
    return () => clearTimeout(timer)
  })
  return <SearchBox text={typed} onText={setTyped} />
}
