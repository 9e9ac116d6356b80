import { Folder } from 'lucide-react'
import { useState } from 'react'
import { request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { go } from '../../store/view.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/mark.tsx'
import styles from './welcome.module.css'

const key = 'dandelion.welcomed'
/** A small dandiset to try, where an archive is known to have one. */
const samples: Readonly<Record<string, string>> = { dandi: '000027', demo: '200001' }

/** The first run asks one thing, where to save, and offers a small dandiset to try. */
export function Welcome() {
  const [welcomed, setWelcomed] = useState(() => localStorage.getItem(key) !== null)
  const fresh = useEngine((state) => state.jobs.length === 0)
  const { instance } = useSettings()
  if (welcomed || !fresh) return null
  const done = () => {
    localStorage.setItem(key, 'yes')
    setWelcomed(true)
  }
  const sample = samples[instance]
  const open = (dandisetId: string) => {
    done()
    go({
      screen: 'dandiset',
      ref: { instance, dandisetId, version: null, pick: { kind: 'dandiset' } },
    })
  }
  return (
    <section className={styles.welcome} aria-label={t('welcome.name')}>
      <Mark size={36} />
      <div className={styles.words}>
        <h2>{t('welcome.title')}</h2>
        <FolderQuestion />
      </div>
      <div className={styles.actions}>
        <Button onClick={done}>{t('welcome.keep')}</Button>
        {sample !== undefined && (
          <Button look="primary" onClick={() => open(sample)}>
            {t('welcome.sample', { id: sample })}
          </Button>
        )}
      </div>
    </section>
  )
}

function FolderQuestion() {
  const { destination } = useSettings()
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: destination })
    if (folder !== null) await changeSettings({ destination: folder })
  }
  return (
    <p className={styles.question}>
      <span>{t('welcome.text')}</span>
      <Button look="quiet" icon={Folder} onClick={() => void choose()}>
        <bdi className={styles.folder}>{destination}</bdi>
      </Button>
    </p>
  )
}
