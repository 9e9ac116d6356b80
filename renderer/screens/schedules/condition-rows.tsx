import { useState } from 'react'
import type { Conditions, Surroundings } from '../../../main/model/conditions.ts'
import { t } from '../../locales/t.ts'
import { useAsked } from '../../store/queries.ts'
import { CheckBox } from '../../ui/check-box.tsx'
import { Chip } from '../../ui/chip.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import styles from './condition-rows.module.css'
import { FormRow } from './form-row.tsx'
import form from './schedule-form.module.css'
import type { FormPart } from './schedule-form.tsx'

const boxes = [
  ['onMains', 'onMains'],
  ['notMetered', 'isMetered'],
  ['notVpn', 'isVpn'],
] as const

/** Under which conditions runs move, and what this computer tells of them now. */
export function ConditionRows({ draft, onChange }: Omit<FormPart, 'problems'>) {
  const { conditions } = draft
  const { data: told } = useAsked('surroundings', undefined)
  const put = (part: Partial<Conditions>) => onChange({ conditions: { ...conditions, ...part } })
  return (
    <>
      <FormRow label={t('schedules.only')}>
        {boxes.map(([name, fact]) => (
          <div key={name} className={styles.condition}>
            {/* biome-ignore lint/a11y/noLabelWithoutControl: the box within is the control */}
            <label className={styles.box}>
              <CheckBox
                state={conditions[name] ? 'on' : 'off'}
                label={t(`schedules.only.${name}`)}
                onChange={(on) => put({ [name]: on })}
              />
              <span>{t(`schedules.only.${name}`)}</span>
            </label>
            {told && <span className={styles.now}>{nowText(fact, told[fact])}</span>}
          </div>
        ))}
      </FormRow>
      <Networks
        names={conditions.notOn}
        now={told?.networkNames}
        onChange={(notOn) => put({ notOn })}
      />
    </>
  )
}

type Fact = (typeof boxes)[number][1]

function nowText(fact: Fact, value: Surroundings[Fact]): string {
  if (value === null) return t('schedules.now.untold')
  return t(`schedules.now.${fact}.${value ? 'yes' : 'no'}`)
}

interface NetworksProps {
  readonly names: readonly string[]
  /** Undefined until the computer has answered, null when it does not tell. */
  readonly now: readonly string[] | null | undefined
  readonly onChange: (names: readonly string[]) => void
}

function Networks({ names, now, onChange }: NetworksProps) {
  const [typed, setTyped] = useState('')
  const add = () => {
    const name = typed.trim()
    setTyped('')
    if (name !== '' && !names.includes(name)) onChange([...names, name])
  }
  return (
    <FormRow label={t('schedules.not-on')} note={networksNote(now)}>
      <div className={form.line}>
        {names.map((name) => (
          <Chip
            key={name}
            label={name}
            onRemove={() => onChange(names.filter((each) => each !== name))}
          />
        ))}
        <TextBox
          label={t('schedules.not-on.label')}
          value={typed}
          placeholder={t('schedules.not-on.hint')}
          list="networks-now"
          width={176}
          onType={setTyped}
          onDone={add}
        />
        <datalist id="networks-now">
          {(now ?? []).map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </div>
    </FormRow>
  )
}

function networksNote(now: NetworksProps['now']): string {
  if (now === undefined) return ''
  if (now === null) return t('schedules.not-on.untold')
  if (now.length === 0) return t('schedules.not-on.none')
  return t('schedules.not-on.now', { names: new Intl.ListFormat('en').format(now) })
}
