import { Folder } from 'lucide-react'
import { existingModes } from '../../../main/model/settings.ts'
import { request } from '../../bridge.ts'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { useEngine, useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { SettingRow } from './setting-row.tsx'

export function Saving() {
  const { destination, existing, preserveTree } = useSettings()
  const free = useEngine((state) => state.freeBytes)
  const choose = async () => {
    const { folder } = await request('dialog.folder', { current: destination })
    if (folder !== null) await changeSettings({ destination: folder })
  }
  return (
    <>
      <SettingRow
        label={t('setting.destination')}
        note={[destination, free !== null && t('status.free', { size: formatBytes(free) })]
          .filter(Boolean)
          .join(' · ')}
      >
        <Button icon={Folder} onClick={() => void choose()}>
          {t('setting.choose')}
        </Button>
      </SettingRow>
      <SettingRow label={t('existing.name')} note={t(`existing.${existing}.note`)}>
        <Choice
          name={t('existing.name')}
          value={existing}
          options={existingModes.map((it) => ({
            value: it,
            label: t(`existing.${it}`),
            note: t(`existing.${it}.note`),
          }))}
          onChange={(value) => void changeSettings({ existing: value })}
        />
      </SettingRow>
      <SettingRow label={t('setting.tree')} note={t('setting.tree.note')}>
        <Toggle
          on={preserveTree}
          label={t('setting.tree')}
          onChange={(value) => void changeSettings({ preserveTree: value })}
        />
      </SettingRow>
    </>
  )
}
