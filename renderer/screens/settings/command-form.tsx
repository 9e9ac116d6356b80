import { FileTerminal } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { HookCommand, HooksState } from '../../../main/model/run-hooks.ts'
import { t } from '../../locales/t.ts'
import { useOrder } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import styles from './after-run-section.module.css'
import { SettingBlock } from './setting-row.tsx'
import { Wrong } from './webhook-form.tsx'

interface CommandFormProps {
  readonly state: HooksState
  readonly onChange: (state: HooksState) => void
  readonly children: ReactNode
}

/** A program that is run after each run; main asks the person before it may be. */
export function CommandForm({ state: { command }, onChange, children }: CommandFormProps) {
  const [program, setProgram] = useState<string | null>(null)
  const set = useOrder('hooks.command', (next) => {
    setProgram(null)
    onChange(next)
  })
  const choose = useOrder('hooks.choose', (chosen) => setProgram(chosen.program))
  const change = (next: HookCommand | null) =>
    set.mutate({ command: next && { program: next.program, args: [...next.args] } })
  return (
    <SettingBlock label={t('hook.command')} note={t('hook.command.note')}>
      {command && <Chosen command={command} onRemove={() => change(null)} />}
      {!command && program !== null && (
        <Arguments
          program={program}
          onKeep={(args) => change({ program, args })}
          onCancel={() => setProgram(null)}
        />
      )}
      {!command && program === null && (
        <div className={styles.line}>
          <Button icon={FileTerminal} onClick={() => choose.mutate(undefined)}>
            {t('hook.command.choose')}
          </Button>
        </div>
      )}
      <Wrong error={set.error ?? choose.error} />
      {children}
    </SettingBlock>
  )
}

interface ChosenProps {
  readonly command: HookCommand
  readonly onRemove: () => void
}

function Chosen({ command: { program, args }, onRemove }: ChosenProps) {
  return (
    <div className={styles.chosen}>
      <code className={styles.what}>{[program, ...args].join('\n')}</code>
      <Button look="quiet" onClick={onRemove}>
        {t('hook.remove')}
      </Button>
    </div>
  )
}

interface ArgumentsProps {
  readonly program: string
  readonly onKeep: (args: readonly string[]) => void
  readonly onCancel: () => void
}

function Arguments({ program, onKeep, onCancel }: ArgumentsProps) {
  const [text, setText] = useState('')
  const args = text.split('\n').filter((line) => line !== '')
  return (
    <form
      className={styles.arguments}
      onSubmit={(event) => {
        event.preventDefault()
        onKeep(args)
      }}
    >
      <code className={styles.what}>{program}</code>
      <label className={styles.note}>
        {t('hook.command.args')}
        <textarea
          className={styles.area}
          rows={3}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <div className={styles.line}>
        <Button type="submit">{t('hook.command.keep')}</Button>
        <Button look="quiet" onClick={onCancel}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
