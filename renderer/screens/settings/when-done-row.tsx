import { doneActs } from '../../../main/model/when-done.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { Choice } from '../../ui/choice.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import { SettingRow } from './setting-row.tsx'

/** What becomes of the computer when all is done. */
export function WhenDoneRow() {
  const { whenDone, keepsWhenDone } = useSettings()
  return (
    <>
      <SettingRow label={t('setting.when-done')} note={t('setting.when-done.note')}>
        <WhenDoneChoice />
      </SettingRow>
      {whenDone !== 'nothing' && (
        <SettingRow label={t('setting.when-done.keep')} note={t('setting.when-done.keep.note')}>
          <Toggle
            on={keepsWhenDone}
            label={t('setting.when-done.keep')}
            onChange={(next) => void changeSettings({ keepsWhenDone: next })}
          />
        </SettingRow>
      )}
    </>
  )
}

/** The choice alone, for where there is no room for more. */
export function WhenDoneChoice() {
  const { whenDone } = useSettings()
  return (
    <Choice
      name={t('setting.when-done')}
      value={whenDone}
      options={doneActs.map((value) => ({ value, label: t(`when-done.${value}`) }))}
      onChange={(next) => void changeSettings({ whenDone: next })}
    />
  )
}
