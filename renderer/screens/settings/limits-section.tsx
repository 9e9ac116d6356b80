import { useEffect, useState } from 'react'
import { type Settings, settingsBounds } from '../../../main/model/settings.ts'
import { formatBytes, parseBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { Choice } from '../../ui/choice.tsx'
import { NumberBox } from '../../ui/number-box.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import { BudgetRow } from './budget-row.tsx'
import { SettingRow } from './setting-row.tsx'
import { SpeedRows } from './speed-rows.tsx'

type CountSetting = Exclude<keyof typeof settingsBounds, 'speedLimitBytesPerSecond'>
const counts: readonly CountSetting[] = [
  'filesAtOnce',
  'partsPerFile',
  'entriesPerZarr',
  'connectionsPerHost',
  'connectionsTotal',
]
const sources = ['auto', 's3', 'api', 'webdav'] as const

export function Limits() {
  const settings = useSettings()
  return (
    <>
      <SpeedLimit limit={settings.speedLimitBytesPerSecond} />
      <SpeedRows />
      <BudgetRow />
      {counts.map((name) => (
        <SettingRow key={name} label={t(`setting.${name}`)} note={t(`setting.${name}.note`)}>
          <NumberBox
            label={t(`setting.${name}`)}
            value={settings[name]}
            bounds={settingsBounds[name]}
            onChange={(value) => void changeSettings({ [name]: value })}
          />
        </SettingRow>
      ))}
      <SettingRow label={t('source.name')} note={t(`source.${settings.source}.note`)}>
        <Choice
          name={t('source.name')}
          value={settings.source}
          options={sources.map((it) => ({
            value: it,
            label: t(`source.${it}`),
            note: t(`source.${it}.note`),
          }))}
          onChange={(source) => void changeSettings({ source })}
        />
      </SettingRow>
    </>
  )
}

function SpeedLimit({ limit }: { readonly limit: Settings['speedLimitBytesPerSecond'] }) {
  const shown = limit === null ? '' : formatBytes(limit)
  const [typed, setTyped] = useState(shown)
  useEffect(() => setTyped(shown), [shown])
  const bytes = typed.trim() === '' ? null : parseBytes(typed)
  const { min, max } = settingsBounds.speedLimitBytesPerSecond
  const wrong = typed.trim() !== '' && (bytes === null || bytes < min || bytes > max)
  return (
    <SettingRow
      label={t('setting.speed')}
      note={wrong ? t('setting.speed.wrong') : t('setting.speed.note')}
    >
      <TextBox
        label={t('setting.speed')}
        value={typed}
        placeholder={t('limit.none')}
        wrong={wrong}
        width={120}
        onType={setTyped}
        onDone={() => {
          if (!wrong) void changeSettings({ speedLimitBytesPerSecond: bytes })
        }}
      />
    </SettingRow>
  )
}
