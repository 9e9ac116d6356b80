import { Search, X } from 'lucide-react'
import { type ClipboardEvent, type FormEvent, useRef } from 'react'
import { isMac } from '../bridge.ts'
import { t } from '../locales/t.ts'
import { changeDiscover } from '../store/discover.ts'
import { changeView, useView } from '../store/view.ts'
import { IconButton } from '../ui/button.tsx'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { dropRefusal, emptyField, fieldId, openText, useRefusal } from './open-text.ts'
import { RefusalPanel } from './refusal-panel.tsx'
import styles from './search-field.module.css'
import { SuggestionList, suggestionId, suggestionsId } from './suggestion-list.tsx'
import { Underlines } from './underlines.tsx'
import { useLiveSearch } from './use-live-search.ts'
import { usePopup } from './use-popup.ts'

/** The front door: words search, identifiers and links open; what may be typed next is offered. */
export function SearchField() {
  const field = useView((view) => view.field)
  const refusal = useRefusal()
  const input = useRef<HTMLInputElement>(null)
  const popup = usePopup(field)
  useLiveSearch(field)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    popup.close()
    void openText(field)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is no form
    <form className={styles.door} role="search" onSubmit={submit}>
      <Search size={16} strokeWidth={1.5} aria-hidden />
      <div className={styles.text}>
        <Underlines field={field} input={input} />
        <input
          ref={input}
          id={fieldId}
          className={styles.field}
          role="combobox"
          value={field}
          maxLength={100_000}
          placeholder={t('field.placeholder')}
          aria-label={t('search.name')}
          aria-autocomplete="list"
          aria-expanded={popup.shown}
          aria-controls={popup.shown ? suggestionsId : undefined}
          aria-activedescendant={popup.at >= 0 ? suggestionId(popup.at) : undefined}
          aria-invalid={refusal !== null}
          aria-describedby={refusal ? 'refusal' : undefined}
          autoComplete="off"
          spellCheck={false}
          onPaste={(event) => onPaste(event, field)}
          onFocus={popup.open}
          onBlur={popup.close}
          onClick={(event) => popup.follow(event.currentTarget)}
          onSelect={(event) => popup.follow(event.currentTarget)}
          onChange={(event) => {
            dropRefusal()
            changeDiscover({ typing: true })
            changeView({ field: event.target.value })
            popup.type(event.currentTarget)
          }}
          onKeyDown={popup.onKey}
        />
      </div>
      <FieldEnd field={field} input={input} />
      {popup.shown && <SuggestionList items={popup.items} active={popup.at} onTake={popup.take} />}
      {refusal && <RefusalPanel failure={refusal.failure} />}
    </form>
  )
}

function onPaste(event: ClipboardEvent, field: string): void {
  const text = event.clipboardData.getData('text/plain').trim()
  if (field !== '' && !text.includes('\n')) return
  if (!looksLikeIdentifier(text)) return
  event.preventDefault()
  void openText(text)
}

interface FieldEndProps {
  readonly field: string
  readonly input: { readonly current: HTMLInputElement | null }
}

function FieldEnd({ field, input }: FieldEndProps) {
  if (field === '') return <kbd className={styles.keys}>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>
  const clear = () => {
    emptyField()
    input.current?.focus()
  }
  return (
    <IconButton icon={X} label={t('field.clear')} className={styles.clear ?? ''} onClick={clear} />
  )
}
