import { Plus } from 'lucide-react'
import { useState } from 'react'
import type { Instance, InstanceRow } from '../../../main/model/instance.ts'
import { instanceTitle } from '../../locales/instance-title.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings, queryClient, useAsked } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Tag } from '../../ui/chip.tsx'
import styles from './archives-section.module.css'
import { InstanceDialog } from './instance-dialog.tsx'
import { KeyControl } from './key-control.tsx'

const fresh: Instance = { name: '', apiUrl: '', webUrl: null, s3Url: null, webdavUrl: null }

/** Where dandisets come from: addresses and keys of each archive. */
export function Archives() {
  const { data: rows = [] } = useAsked('instances', undefined)
  const [edited, setEdited] = useState<Instance | null>(null)
  return (
    <>
      <ul>
        {rows.map((row) => (
          <li key={row.name} className={styles.archive}>
            <Archive row={row} onEdit={() => setEdited(row)} />
          </li>
        ))}
      </ul>
      <Button icon={Plus} onClick={() => setEdited(fresh)}>
        {t('archive.add')}
      </Button>
      {edited && <InstanceDialog instance={edited} onClose={() => setEdited(null)} />}
    </>
  )
}

function Archive({ row, onEdit }: { readonly row: InstanceRow; readonly onEdit: () => void }) {
  const { instance, instances } = useSettings()
  const changed = instances.some((it) => it.name === row.name)
  const restore = async () => {
    await changeSettings({ instances: instances.filter((it) => it.name !== row.name) })
    await queryClient.invalidateQueries({ queryKey: ['instances'] })
  }
  return (
    <>
      <div className={styles.head}>
        <h3>{instanceTitle(row)}</h3>
        {instance === row.name && <Tag label={t('archive.default')} />}
        <span className={styles.space} />
        {instance !== row.name && (
          <Button look="quiet" onClick={() => void changeSettings({ instance: row.name })}>
            {t('archive.use')}
          </Button>
        )}
        <Button
          look="quiet"
          onClick={onEdit}
          aria-label={t('archive.edit-name', { name: instanceTitle(row) })}
        >
          {t('archive.edit')}
        </Button>
        {changed && (
          <Button look="quiet" onClick={() => void restore()}>
            {t(row.builtIn ? 'archive.restore' : 'archive.remove')}
          </Button>
        )}
      </div>
      <p className={styles.address}>{row.apiUrl}</p>
      <KeyControl instance={row.name} />
    </>
  )
}
