import { Search } from 'lucide-react'
import { t } from '../locales/t.ts'
import styles from './search-box.module.css'

interface SearchBoxProps {
  readonly text: string
  readonly onText: (text: string) => void
}

/** Narrows a list by name; Escape empties it. */
export function SearchBox({ text, onText }: SearchBoxProps) {
  return (
    <label className={styles.box}>
      <Search size={14} strokeWidth={1.75} aria-hidden />
      <input
        data-filter
        value={text}
        placeholder={t('filter.text')}
        aria-label={t('filter.text')}
        spellCheck={false}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onText('')}
      />
    </label>
  )
}
