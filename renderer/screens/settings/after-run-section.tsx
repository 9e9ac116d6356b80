import { CircleAlert, CircleCheck, Send } from 'lucide-react'
import { useEffect } from 'react'
import type { HookKind, HookResult, HooksState } from '../../../main/model/run-hooks.ts'
import { failureFrom } from '../../bridge.ts'
import { formatDateTime } from '../../format/time.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { onSchedules } from '../../store/signals.ts'
import { Button } from '../../ui/button.tsx'
import styles from './after-run-section.module.css'
import { CommandForm } from './command-form.tsx'
import { WebhookForm } from './webhook-form.tsx'

/** What is told, and run, when a run of a schedule has ended; off unless a person sets it up. */
export function AfterRun() {
  const { data: state } = useAsked('hooks.state', undefined)
  useEffect(() => onSchedules(askAgain), [])
  if (!state) return null
  return (
    <>
      <WebhookForm state={state} onChange={keep}>
        {state.webhook && <Test kind="webhook" result={state.results.webhook} />}
      </WebhookForm>
      <CommandForm state={state} onChange={keep}>
        {state.command && <Test kind="command" result={state.results.command} />}
      </CommandForm>
    </>
  )
}

function keep(state: HooksState): void {
  queryClient.setQueryData(['hooks.state', undefined], state)
}

function askAgain(): void {
  void queryClient.invalidateQueries({ queryKey: ['hooks.state'] })
}

function Test({ kind, result }: { readonly kind: HookKind; readonly result: HookResult | null }) {
  const test = useOrder('hooks.test', askAgain)
  return (
    <div className={styles.test}>
      <Button icon={Send} disabled={test.isPending} onClick={() => test.mutate({ kind })}>
        {t(test.isPending ? 'hook.testing' : `hook.test.${kind}`)}
      </Button>
      <p className={styles.result} role="status" data-tone={result?.kind}>
        {result?.kind === 'done' && <CircleCheck size={16} strokeWidth={1.75} aria-hidden />}
        {result?.kind === 'failed' && <CircleAlert size={16} strokeWidth={1.75} aria-hidden />}
        <span>
          {test.isError ? failureText(failureFrom(test.error)).why : resultText(kind, result)}
        </span>
      </p>
    </div>
  )
}

function resultText(kind: HookKind, result: HookResult | null): string {
  if (result === null) return t('hook.result.none')
  const { at, isTest, attempts } = result
  const when = t(isTest ? 'hook.result.test' : 'hook.result.run', { at: formatDateTime(at) })
  const tries = attempts > 1 ? ` ${t('hook.result.tries', { count: attempts })}` : ''
  if (result.kind === 'done')
    return `${when}: ${t(`hook.result.done.${kind}`, { status: result.status })}${tries}`
  return `${when}: ${failureText(result.failure).why}${tries}`
}
