import { ChevronDown, ChevronLeft, ChevronRight, Search } from 'lucide-react'
import { type ClipboardEvent, type FormEvent, useEffect, useRef } from 'react'
import { isMac } from '../bridge.ts'
import { instanceTitle } from '../locales/instance-title.ts'
import { t } from '../locales/t.ts'
import { useSettings } from '../store/engine.ts'
import { changeSettings, useAsked } from '../store/queries.ts'
import { changeView, go, goBack, goForward, useRoute, useView } from '../store/view.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { DropMenu } from '../ui/menu.tsx'
import { looksLikeIdentifier } from './looks-like-identifier.ts'
import { dropRefusal, fieldId, openText, useRefusal } from './open-text.ts'
import { RefusalPanel } from './refusal-panel.tsx'
import styles from './top-bar.module.css'

export function TopBar() {
  const past = useView((view) => view.past.length > 0)
  const future = useView((view) => view.future.length > 0)
  return (
    <header className={styles.bar}>
      <div className={styles.history}>
        <IconButton icon={ChevronLeft} label={t('frame.back')} disabled={!past} onClick={goBack} />
        <IconButton
          icon={ChevronRight}
          label={t('frame.forward')}
          disabled={!future}
          onClick={goForward}
        />
      </div>
      <FrontDoor />
      <InstanceMenu />
    </header>
  )
}

function FrontDoor() {
  const field = useView((view) => view.field)
  const refusal = useRefusal()
  useLiveSearch(field)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void openText(field)
  }
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain').trim()
    if (field !== '' && !text.includes('\n')) return
    if (!looksLikeIdentifier(text)) return
    event.preventDefault()
    void openText(text)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: <search> is no form
    <form className={styles.door} role="search" onSubmit={submit}>
      <Search size={16} strokeWidth={1.5} aria-hidden />
      <input
        id={fieldId}
        className={styles.field}
        value={field}
        placeholder={t('field.placeholder')}
        aria-label={t('field.name')}
        aria-invalid={refusal !== null}
        aria-describedby={refusal ? 'refusal' : undefined}
        autoComplete="off"
        spellCheck={false}
        onPaste={paste}
        onChange={(event) => {
          dropRefusal()
          changeView({ field: event.target.value })
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          dropRefusal()
          changeView({ field: '', search: '' })
        }}
      />
      {field === '' && <kbd className={styles.keys}>{isMac() ? '⌘K' : 'Ctrl K'}</kbd>}
      {refusal && <RefusalPanel failure={refusal.failure} />}
    </form>
  )
}

const pauseMs = 250

/** On Discover the list follows the field; elsewhere Enter leads there. */
function useLiveSearch(field: string): void {
  const here = useRoute().screen === 'discover'
  const first = useRef(true)
  useEffect(() => {
    if (first.current) {
      first.current = false
      return
    }
    if (!here || looksLikeIdentifier(field)) return
    const timer = setTimeout(() => changeView({ search: field.trim() }), pauseMs)
    return () => clearTimeout(timer)
  }, [field, here])
}

function InstanceMenu() {
  const { instance } = useSettings()
  const { data: instances = [] } = useAsked('instances', undefined)
  const current = instances.find((it) => it.name === instance)
  const entries = instances.map((it) => ({
    label: instanceTitle(it),
    disabled: it.name === instance,
    act: () => void changeSettings({ instance: it.name }),
  }))
  const more = {
    label: t('instances.manage'),
    apart: true,
    act: () => go({ screen: 'settings', section: 'archives' }),
  }
  return (
    <DropMenu align="end" entries={[...entries, more]}>
      <Button look="quiet" className={styles.instance ?? ''}>
        <span className="visually-hidden">{t('instances.name')}</span>
        {current ? instanceTitle(current) : instance}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Button>
    </DropMenu>
  )
}
