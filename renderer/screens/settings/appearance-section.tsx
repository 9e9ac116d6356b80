import { FileText } from 'lucide-react'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings, order } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { SettingRow } from './setting-row.tsx'
import { WhenDoneRow } from './when-done-row.tsx'

const looks = ['system', 'light', 'dark'] as const

export function Appearance() {
  const { appearance } = useSettings()
  return (
    <SettingRow label={t('setting.appearance')}>
      <Choice
        name={t('setting.appearance')}
        value={appearance}
        options={looks.map((value) => ({ value, label: t(`appearance.${value}`) }))}
        onChange={(value) => void changeSettings({ appearance: value })}
      />
    </SettingRow>
  )
}

export function Running() {
  const { keepRunning } = useSettings()
  return (
    <>
      <SettingRow label={t('setting.keep')} note={t('setting.keep.note')}>
        <Toggle
          on={keepRunning}
          label={t('setting.keep')}
          onChange={(value) => void changeSettings({ keepRunning: value })}
        />
      </SettingRow>
      <WhenDoneRow />
      <SettingRow label={t('setting.log')} note={t('setting.log.note')}>
        <Button icon={FileText} onClick={() => void order('shell.log', undefined)}>
          {t('setting.log.open')}
        </Button>
      </SettingRow>
    </>
  )
}
