import { Bookmark } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { formatCount } from '../format/bytes.ts'
import { t, tIfKnown } from '../locales/t.ts'
import styles from './search-field.module.css'
import type { Suggestion } from './suggestions.ts'

export const suggestionsId = 'suggestions'
export const suggestionId = (index: number) => `${suggestionsId}-${index}`

interface SuggestionListProps {
  readonly items: readonly Suggestion[]
  readonly active: number
  readonly onTake: (suggestion: Suggestion) => void
}

/** Below the field, which keeps the focus and names the active line. */
export function SuggestionList({ items, active, onTake }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <div
      ref={list}
      id={suggestionsId}
      className={styles.popup}
      role="listbox"
      aria-label={t('field.suggestions')}
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.map((suggestion, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keyboard
        // biome-ignore lint/a11y/useFocusableInteractive: the field has the focus
        <div
          key={`${suggestion.kind} ${suggestion.label}`}
          id={suggestionId(index)}
          role="option"
          aria-selected={index === active}
          className={styles.option}
          onClick={() => onTake(suggestion)}
        >
          <Line suggestion={suggestion} />
        </div>
      ))}
    </div>
  )
}

function Line({ suggestion }: { readonly suggestion: Suggestion }) {
  switch (suggestion.kind) {
    case 'operator': {
      const name = suggestion.label.replace(/:.*$/, '')
      return (
        <>
          <code className={styles.operator}>{name}:</code>
          <span className={styles.note}>{tIfKnown(`operator.${name}`, {}) ?? suggestion.note}</span>
        </>
      )
    }
    case 'value':
      return (
        <>
          <bdi className={styles.value}>{suggestion.label}</bdi>
          {suggestion.dandisets !== null && (
            <span className={styles.count}>
              {t('discover.total', {
                count: suggestion.dandisets,
                total: formatCount(suggestion.dandisets),
              })}
            </span>
          )}
        </>
      )
    case 'search':
      return (
        <>
          <Bookmark size={14} strokeWidth={1.75} aria-hidden />
          <bdi className={styles.value}>{suggestion.label}</bdi>
          <span className={styles.count}>{t('searches.one')}</span>
        </>
      )
    default:
      return suggestion satisfies never
  }
}
