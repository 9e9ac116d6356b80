import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { KeyStatus } from '../../../main/model/instance.ts'
import { failureFrom } from '../../bridge.ts'
import { failureLine } from '../../locales/failure-text.ts'
import { t } from '../../locales/t.ts'
import { queryClient, useAsked, useOrder } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { TextBox } from '../../ui/text-box.tsx'
import styles from './archives-section.module.css'

/** The key of one archive: whether there is one and where it is kept; the key itself is never shown. */
export function KeyControl({ instance }: { readonly instance: string }) {
  const [adding, setAdding] = useState(false)
  const { data } = useAsked('key.status', { instance })
  const keep = (status: KeyStatus) => {
    setAdding(false)
    queryClient.setQueryData(['key.status', { instance }], status)
  }
  const remove = useOrder('key.remove', keep)
  if (!data) return <div className={styles.key} />
  if (adding) {
    return (
      <KeyEntry instance={instance} status={data} onKept={keep} onCancel={() => setAdding(false)} />
    )
  }
  const own = data.state === 'session' || data.state === 'keychain'
  return (
    <div className={styles.key}>
      <p className={styles.state}>{keyWords(data)}</p>
      {own ? (
        <Button look="quiet" onClick={() => remove.mutate({ instance })}>
          {t('key.remove')}
        </Button>
      ) : (
        <Button look="quiet" icon={KeyRound} onClick={() => setAdding(true)}>
          {t('key.add')}
        </Button>
      )}
    </div>
  )
}

function keyWords({ state, username }: KeyStatus): string {
  const words = t(`key.${state}`)
  return username === null ? words : `${words} ${t('key.user', { name: username })}`
}

interface KeyEntryProps {
  readonly instance: string
  readonly status: KeyStatus
  readonly onKept: (status: KeyStatus) => void
  readonly onCancel: () => void
}

function KeyEntry({ instance, status, onKept, onCancel }: KeyEntryProps) {
  const [key, setKey] = useState('')
  const set = useOrder('key.set', onKept)
  return (
    <form
      className={styles.key}
      onSubmit={(event) => {
        event.preventDefault()
        if (key.trim() !== '') set.mutate({ instance, key: key.trim() })
      }}
    >
      <TextBox
        secret
        label={t('key.field')}
        placeholder={t('key.field')}
        value={key}
        onType={setKey}
        wrong={set.isError}
      />
      <Button look="primary" type="submit" disabled={key.trim() === '' || set.isPending}>
        {t(set.isPending ? 'key.checking' : 'key.keep')}
      </Button>
      <Button onClick={onCancel}>{t('cancel')}</Button>
      <p className={styles.state}>
        {t(status.keychainAvailable ? 'key.where.keychain' : 'key.where.session')}
      </p>
      {set.isError && (
        <p className={styles.wrong} role="alert">
          {failureLine(failureFrom(set.error))}
        </p>
      )}
    </form>
  )
}
