import { Toast } from '@base-ui/react/toast'
import { CircleAlert, X } from 'lucide-react'
import type { FailureRecord } from '../../main/model/failure.ts'
import { failureText } from '../locales/failure-text.ts'
import { t } from '../locales/t.ts'
import { Button, IconButton } from './button.tsx'
import styles from './toasts.module.css'

const manager = Toast.createToastManager()

export function tell(title: string): void {
  manager.add({ title })
}

/** Something that can be taken back, for as long as the words stand. */
export function tellUndo(title: string, undo: () => void): void {
  const id = manager.add({
    title,
    timeout: 10_000,
    actionProps: {
      children: t('undo'),
      onClick() {
        manager.close(id)
        undo()
      },
    },
  })
}

export function tellFailure(record: FailureRecord): void {
  add(record, 12_000)
}

/** The same, until a person has closed it. */
export function tellForGood(record: FailureRecord): void {
  add(record, 0)
}

function add(record: FailureRecord, timeout: number): void {
  const { what, why, todo } = failureText(record)
  manager.add({ title: what, description: `${why} ${todo}`, type: 'error', timeout })
}

export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <List />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function List() {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      {toast.type === 'error' && <CircleAlert size={16} strokeWidth={1.75} aria-hidden />}
      <Toast.Content className={styles.content}>
        <Toast.Title className={styles.title} />
        <Toast.Description className={styles.description} />
      </Toast.Content>
      {toast.actionProps && <Toast.Action render={<Button look="quiet" />} />}
      <Toast.Close render={<IconButton icon={X} label={t('close')} />} />
    </Toast.Root>
  ))
}
