import { KeyRound } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { type HooksState, SHORTEST_SECRET } from '../../../main/model/run-hooks.ts'
import { failureFrom } from '../../bridge.ts'
import { failureText } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { useOrder } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import styles from './after-run-section.module.css'
import { SettingBlock } from './setting-row.tsx'

interface WebhookFormProps {
  readonly state: HooksState
  readonly onChange: (state: HooksState) => void
  readonly children: ReactNode
}

/** An address that is told of each run; the secret itself is never shown. */
export function WebhookForm({ state, onChange, children }: WebhookFormProps) {
  return (
    <SettingBlock label={t('hook.webhook')} note={t('hook.webhook.note')}>
      <Address state={state} onChange={onChange} />
      {state.webhook && <Secret state={state} onChange={onChange} />}
      {children}
    </SettingBlock>
  )
}

type PartProps = Omit<WebhookFormProps, 'children'>

function Address({ state: { webhook }, onChange }: PartProps) {
  const [url, setUrl] = useState('')
  const set = useOrder('hooks.webhook', onChange)
  if (webhook) {
    return (
      <div className={styles.line}>
        <code className={styles.what}>{webhook.url}</code>
        <Button look="quiet" onClick={() => set.mutate({ url: null })}>
          {t('hook.remove')}
        </Button>
      </div>
    )
  }
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault()
        if (url.trim() !== '') set.mutate({ url: url.trim() })
      }}
    >
      <TextBox
        label={t('hook.webhook.url')}
        placeholder="https://"
        width={360}
        value={url}
        onType={setUrl}
        wrong={set.isError}
      />
      <Button type="submit" disabled={url.trim() === '' || set.isPending}>
        {t('hook.webhook.keep')}
      </Button>
      <Wrong error={set.error} />
    </form>
  )
}

function Secret({ state, onChange }: PartProps) {
  const [secret, setSecret] = useState('')
  const set = useOrder('hooks.secret', (next) => {
    setSecret('')
    onChange(next)
  })
  const isKept = state.secret !== 'none'
  if (isKept) {
    return (
      <div className={styles.line}>
        <p className={styles.note}>{t(`hook.secret.${state.secret}`)}</p>
        {state.secret !== 'environment' && (
          <Button look="quiet" onClick={() => set.mutate({ secret: null })}>
            {t('hook.secret.forget')}
          </Button>
        )}
      </div>
    )
  }
  return (
    <form
      className={styles.line}
      onSubmit={(event) => {
        event.preventDefault()
        if (secret !== '') set.mutate({ secret })
      }}
    >
      <TextBox
        secret
        label={t('hook.secret')}
        placeholder={t('hook.secret.placeholder', { count: SHORTEST_SECRET })}
        width={360}
        value={secret}
        onType={setSecret}
        wrong={set.isError}
      />
      <Button icon={KeyRound} type="submit" disabled={secret === '' || set.isPending}>
        {t('hook.secret.keep')}
      </Button>
      <Wrong error={set.error} />
    </form>
  )
}

export function Wrong({ error }: { readonly error: Error | null }) {
  if (error === null) return null
  return (
    <p className={styles.wrong} role="alert">
      {failureText(failureFrom(error)).why}
    </p>
  )
}
