import { useEffect, useRef } from 'react'
import { t } from '../../locales/t.ts'
import { AfterRun } from './after-run-section.tsx'
import { Appearance, Running } from './appearance-section.tsx'
import { Archives } from './archives-section.tsx'
import { Limits } from './limits-section.tsx'
import { Overnight } from './overnight-section.tsx'
import { Saving } from './saving-section.tsx'
import styles from './settings-screen.module.css'

const sections = [
  ['saving', Saving],
  ['limits', Limits],
  ['archives', Archives],
  ['appearance', Appearance],
  ['overnight', Overnight],
  ['after-run', AfterRun],
  ['running', Running],
] as const

/** Every change is in force at once; there is nothing to save. */
export function SettingsScreen({ section }: { readonly section: string | null }) {
  const page = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (section === null) return
    page.current?.querySelector(`#settings-${section}`)?.scrollIntoView()
  }, [section])
  return (
    <div className={styles.screen} ref={page}>
      <div className={styles.column}>
        <h1>{t('place.settings')}</h1>
        <p className={styles.lead}>{t('settings.lead')}</p>
        {sections.map(([name, Content]) => (
          <section
            key={name}
            id={`settings-${name}`}
            className={styles.section}
            aria-labelledby={`settings-${name}-title`}
          >
            <h2 id={`settings-${name}-title`} className={styles.title}>
              {t(`settings.${name}`)}
            </h2>
            <Content />
          </section>
        ))}
      </div>
    </div>
  )
}
