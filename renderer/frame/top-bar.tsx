import { ChevronDown, ChevronLeft, ChevronRight } from 'lucide-react'
import { instanceTitle } from '../locales/instance-title.ts'
import { t } from '../locales/t.ts'
import { useSettings } from '../store/engine.ts'
import { changeSettings, useAsked } from '../store/queries.ts'
import { go, goBack, goForward, useView } from '../store/view.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { DropMenu } from '../ui/menu.tsx'
import { SearchField } from './search-field.tsx'
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
      <SearchField />
      <InstanceMenu />
    </header>
  )
}

function InstanceMenu() {
  const { instance } = useSettings()
  const { data: instances = [] } = useAsked('instances', undefined)
  const current = instances.find((it) => it.name === instance)
  const entries = instances.map((it) => ({
    label: instanceTitle(it),
    checked: it.name === instance,
    closes: true,
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
        {instanceTitle(current ?? { name: instance, title: instance })}
        <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
      </Button>
    </DropMenu>
  )
}
