import { t } from '../../locales/t.ts'
import { useSettings } from '../../store/engine.ts'
import { changeSettings } from '../../store/queries.ts'
import { Toggle } from '../../ui/toggle.tsx'
import { AmountBox, boundedRates } from '../schedules/amount-box.tsx'
import { TimetableList } from '../schedules/timetable-list.tsx'
import { SettingBlock, SettingRow } from './setting-row.tsx'

/** Speeds by weekday and hour, and slow mode. */
export function SpeedRows() {
  const { timetable, isSlow, slowBytesPerSecond } = useSettings()
  return (
    <>
      <SettingBlock
        label={t('setting.timetable')}
        note={
          timetable.length === 0
            ? t('setting.timetable.note')
            : `${t('setting.timetable.note')} ${t('timetable.note')}`
        }
      >
        <TimetableList
          rules={timetable}
          onChange={(next) => void changeSettings({ timetable: next })}
        />
      </SettingBlock>
      <SettingRow label={t('setting.slow')} note={t('setting.slow.note')}>
        <AmountBox
          label={t('setting.slow.limit')}
          placeholder=""
          amount={slowBytesPerSecond}
          kind={boundedRates}
          onChange={(next) => {
            if (next !== null) void changeSettings({ slowBytesPerSecond: next })
          }}
        />
        <Toggle
          on={isSlow}
          label={t('setting.slow')}
          onChange={(next) => void changeSettings({ isSlow: next })}
        />
      </SettingRow>
    </>
  )
}
