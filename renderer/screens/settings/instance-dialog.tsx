import { useState } from 'react'
import type { Instance } from '../../../main/model/instance.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings, queryClient } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import styles from './archives-section.module.css'

interface InstanceDialogProps {
  readonly instance: Instance
  readonly onClose: () => void
}

const addresses = ['apiUrl', 'webUrl', 's3Url', 'webdavUrl'] as const

/** Addresses of one archive; what is left empty is learnt from the archive or not used. */
export function InstanceDialog({ instance, onClose }: InstanceDialogProps) {
  const { instances } = useSettings()
  const [edited, setEdited] = useState<Instance>(() => plain(instance))
  const wrong = addresses.filter((field) => !isAddress(edited[field], field === 'apiUrl'))
  const isNew = instance.name === ''
  const save = async () => {
    const others = instances.filter((it) => it.name !== edited.name)
    await changeSettings({ instances: [...others, tidy(edited)] })
    await queryClient.invalidateQueries({ queryKey: ['instances'] })
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t(isNew ? 'archive.add' : 'archive.addresses', { name: instance.name })}
      lead={t('archive.lead')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            look="primary"
            disabled={wrong.length > 0 || edited.name.trim() === ''}
            onClick={() => void save()}
          >
            {t('archive.save')}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {isNew && (
          <Field
            name="name"
            value={edited.name}
            wrong={false}
            onType={(name) => setEdited({ ...edited, name: name.trim().toLowerCase() })}
          />
        )}
        {addresses.map((field) => (
          <Field
            key={field}
            name={field}
            value={edited[field] ?? ''}
            wrong={wrong.includes(field) && (edited[field] ?? '') !== ''}
            onType={(text) => setEdited({ ...edited, [field]: typedValue(field, text) })}
          />
        ))}
      </div>
    </Modal>
  )
}

interface FieldProps {
  readonly name: 'name' | (typeof addresses)[number]
  readonly value: string
  readonly wrong: boolean
  readonly onType: (text: string) => void
}

function Field({ name, value, wrong, onType }: FieldProps) {
  return (
    <div className={styles.field}>
      <span>{t(`address.${name}`)}</span>
      <TextBox
        label={t(`address.${name}`)}
        value={value}
        placeholder={t(`address.${name}.example`)}
        wrong={wrong}
        onType={onType}
      />
    </div>
  )
}

function plain({ name, apiUrl, webUrl, s3Url, webdavUrl }: Instance): Instance {
  return { name, apiUrl, webUrl, s3Url, webdavUrl }
}

function typedValue(field: (typeof addresses)[number], text: string): string | null {
  const trimmed = text.trim()
  return trimmed === '' && field !== 'apiUrl' ? null : trimmed
}

/** Addresses are kept without a slash at their end. */
function tidy(instance: Instance): Instance {
  const bare = (url: string | null) => url?.replace(/\/+$/, '') ?? null
  return {
    name: instance.name,
    apiUrl: instance.apiUrl.replace(/\/+$/, ''),
    webUrl: bare(instance.webUrl),
    s3Url: bare(instance.s3Url),
    webdavUrl: bare(instance.webdavUrl),
  }
}

function isAddress(value: string | null, needed: boolean): boolean {
  if (value === null || value === '') return !needed
  return /^https?:\/\/.+/.test(value) && URL.canParse(value)
}
