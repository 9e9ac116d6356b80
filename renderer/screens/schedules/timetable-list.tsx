import { Plus, X } from 'lucide-react'
import type { SpeedRule, Timetable } from '../../../main/model/timetable.ts'
import { t } from '../../locales/t.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Choice } from '../../ui/choice.tsx'
import { AmountBox, boundedRates } from './amount-box.tsx'
import { DayButtons } from './day-buttons.tsx'
import form from './schedule-form.module.css'
import { TimeBox } from './time-box.tsx'
import styles from './timetable-list.module.css'

interface TimetableListProps {
  readonly rules: Timetable
  readonly onChange: (rules: Timetable) => void
}

const working: SpeedRule = {
  days: [1, 2, 3, 4, 5],
  fromMinute: 8 * 60,
  toMinute: 18 * 60,
  bytesPerSecond: 1_000_000,
}

/** Hours of the week with a speed of their own. */
export function TimetableList({ rules, onChange }: TimetableListProps) {
  const put = (at: number, rule: SpeedRule) =>
    onChange(rules.map((each, index) => (index === at ? rule : each)))
  return (
    <div className={styles.list}>
      {rules.map((rule, index) => (
        <Rule
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name but its place
          key={index}
          rule={rule}
          number={index + 1}
          onChange={(next) => put(index, next)}
          onRemove={() => onChange(rules.filter((_, at) => at !== index))}
        />
      ))}
      <Button icon={Plus} onClick={() => onChange([...rules, working])}>
        {t('timetable.add')}
      </Button>
    </div>
  )
}

interface RuleProps {
  readonly rule: SpeedRule
  readonly number: number
  readonly onChange: (rule: SpeedRule) => void
  readonly onRemove: () => void
}

function Rule({ rule, number, onChange, onRemove }: RuleProps) {
  const { days, fromMinute, toMinute } = rule
  return (
    // biome-ignore lint/a11y/useSemanticElements: a <fieldset> cannot be laid out as a line
    <div className={styles.rule} role="group" aria-label={t('timetable.rule', { number })}>
      <DayButtons days={days} onChange={(next) => onChange({ ...rule, days: next })} />
      <div className={form.line}>
        <TimeBox
          label={t('timetable.from')}
          minute={fromMinute}
          onChange={(next) => onChange({ ...rule, fromMinute: next })}
        />
        <span>{t('timetable.to')}</span>
        <TimeBox
          label={t('timetable.until')}
          minute={toMinute}
          onChange={(next) => onChange({ ...rule, toMinute: next })}
        />
        <Speed rule={rule} onChange={onChange} />
        <IconButton icon={X} label={t('timetable.remove', { number })} onClick={onRemove} />
      </div>
      {days.length === 0 && <p className={form.note}>{t('timetable.no-day')}</p>}
    </div>
  )
}

const kinds = ['limit', 'full', 'rest'] as const
type Kind = (typeof kinds)[number]

function kindOf({ bytesPerSecond }: SpeedRule): Kind {
  if (bytesPerSecond === null) return 'full'
  return bytesPerSecond === 0 ? 'rest' : 'limit'
}

const speedOf: Readonly<Record<Kind, number | null>> = {
  limit: working.bytesPerSecond,
  full: null,
  rest: 0,
}

function Speed({ rule, onChange }: Pick<RuleProps, 'rule' | 'onChange'>) {
  const kind = kindOf(rule)
  return (
    <>
      <Choice
        name={t('timetable.speed')}
        value={kind}
        options={kinds.map((value) => ({
          value,
          label: t(`timetable.speed.${value}`),
          note: t(`timetable.speed.${value}.note`),
        }))}
        onChange={(next) => onChange({ ...rule, bytesPerSecond: speedOf[next] })}
      />
      {kind === 'limit' && (
        <AmountBox
          label={t('timetable.limit')}
          placeholder=""
          amount={rule.bytesPerSecond}
          kind={boundedRates}
          onChange={(next) => {
            if (next !== null) onChange({ ...rule, bytesPerSecond: next })
          }}
        />
      )}
    </>
  )
}
