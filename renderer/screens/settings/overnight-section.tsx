import { CircleCheck, CircleDashed, ClipboardCopy, Info, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import type { SystemTimerView, TimerState } from '../../../main/model/timers/timer.ts'
import { failureFrom } from '../../bridge.ts'
import { failureText } from '../../locales/failure-text.ts'
import { momentText } from '../../locales/schedule-words.ts'
import { t } from '../../locales/t.ts'
import { order, queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Toggle } from '../../ui/toggle.tsx'
import styles from './overnight-section.module.css'
import { SettingRow } from './setting-row.tsx'

/** What goes on when the window, or the whole program, is closed. */
export function Overnight() {
  return (
    <>
      <Login />
      <SystemTimer />
    </>
  )
}

function Login() {
  const { data } = useAsked('login.show', undefined)
  const set = useOrder('login.set', (view) =>
    queryClient.setQueryData(['login.show', undefined], view),
  )
  return (
    <>
      <SettingRow label={t('login.title')} note={t('login.note')}>
        <Toggle
          on={data?.isOn ?? false}
          label={t('login.title')}
          onChange={(isOn) => set.mutate({ isOn })}
        />
      </SettingRow>
      {data && data.hasTray !== true && (
        <div className={styles.alone}>
          {data.hasTray === null ? (
            <State tone="note" text={t('login.maybe-tray')} />
          ) : (
            <State tone="warning" text={t('login.no-tray')} />
          )}
        </div>
      )}
      <Wrong error={set.error} />
    </>
  )
}

function SystemTimer() {
  const { data: view } = useAsked('timer.show', undefined)
  const keep = (next: SystemTimerView | null) =>
    queryClient.setQueryData(['timer.show', undefined], next)
  const install = useOrder('timer.install', keep)
  const remove = useOrder('timer.remove', keep)
  // Its text follows the schedules.
  useEffect(() => void queryClient.invalidateQueries({ queryKey: ['timer.show'] }), [])
  if (view === undefined) return null
  const note =
    view === null ? t('timer.unknown') : `${t(`timer.note.${view.kind}`)} ${t('timer.keys')}`
  const isWanted = view !== null && view.state !== 'none'
  const isBusy = install.isPending || remove.isPending
  return (
    <>
      <SettingRow label={t('timer.title')} note={note}>
        {view && (!isWanted || view.state === 'not-taken') && (
          <Button disabled={isBusy} onClick={() => install.mutate(undefined)}>
            {t(isWanted ? 'timer.install.again' : 'timer.install')}
          </Button>
        )}
        {isWanted && (
          <Button disabled={isBusy} onClick={() => remove.mutate(undefined)}>
            {t('timer.remove')}
          </Button>
        )}
      </SettingRow>
      <Wrong error={install.error ?? remove.error} />
      {view && <TimerDetails view={view} />}
    </>
  )
}

const tones: Readonly<Record<TimerState, Tone>> = {
  none: 'plain',
  on: 'good',
  idle: 'plain',
  'not-taken': 'warning',
}

function TimerDetails({ view }: { readonly view: SystemTimerView }) {
  const { state, said, files, orders } = view
  return (
    <div className={styles.details}>
      <State tone={tones[state]} text={stateWords(view)} />
      {state === 'not-taken' && (
        <>
          <Text label={t('timer.commands')} text={orders.join('\n')} />
          <p className={styles.said}>
            {said !== null && t('timer.said', { said })}
            <Button
              look="quiet"
              icon={ClipboardCopy}
              onClick={() => void order('clipboard.write', { text: orders.join('\n') })}
            >
              {t('timer.copy')}
            </Button>
          </p>
        </>
      )}
      {files.length === 0 && <p className={styles.said}>{t('timer.empty')}</p>}
      {files.map(({ path, text }) => (
        <details key={path} className={styles.file} open={state === 'none'}>
          <summary>{path}</summary>
          <Text label={path} text={text} />
        </details>
      ))}
    </div>
  )
}

function stateWords({ state, nextAt }: SystemTimerView): string {
  const words = t(`timer.state.${state}`)
  if (state !== 'on' || nextAt === null) return words
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()
  return `${words} ${t('timer.next', { at: momentText(nextAt, timeZone) })}`
}

/** Reached and scrolled by keys. */
function Text({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys.
    <section className={styles.text} aria-label={label} tabIndex={0}>
      <pre>{text.trimEnd()}</pre>
    </section>
  )
}

type Tone = 'plain' | 'note' | 'good' | 'warning'
const icons = {
  plain: CircleDashed,
  note: Info,
  good: CircleCheck,
  warning: TriangleAlert,
} as const

function State({ tone, text }: { readonly tone: Tone; readonly text: string }) {
  const Icon = icons[tone]
  return (
    <p className={styles.state} data-tone={tone} role="status">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      {text}
    </p>
  )
}

function Wrong({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  const { what, why, todo } = failureText(failureFrom(error))
  return (
    <p className={styles.wrong} role="alert">
      {`${what}. ${why} ${todo}`.trim()}
    </p>
  )
}
