import { Folder } from 'lucide-react'
import { request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { FormRow } from './form-row.tsx'
import styles from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'

const sources = ['auto', 's3', 'api', 'webdav'] as const

/** The folder, and where bytes come from. */
export function WhereRows({ draft, problems, onChange }: FormPart) {
  const { how } = draft
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: how.destination })
    if (folder !== null) onChange({ how: { ...how, destination: folder } })
  }
  return (
    <>
      <FormRow
        label={t('schedules.where')}
        note={t('schedules.where.note')}
        problems={problems}
        field="destination"
      >
        <Button
          icon={Folder}
          className={styles.folder ?? ''}
          aria-label={t('destination.choose', { folder: how.destination })}
          onClick={() => void choose()}
        >
          <bdi>{how.destination}</bdi>
        </Button>
      </FormRow>
      <FormRow label={t('source.name')}>
        <Choice
          name={t('source.name')}
          value={how.source}
          options={sources.map((value) => ({
            value,
            label: t(`source.${value}`),
            note: t(`source.${value}.note`),
          }))}
          onChange={(source) => onChange({ how: { ...how, source } })}
        />
      </FormRow>
    </>
  )
}
