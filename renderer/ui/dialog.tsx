import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { t } from '../locales/t.ts'
import { IconButton } from './button.tsx'
import { classes } from './class-names.ts'
import styles from './dialog.module.css'

const fields = 'input:not([type=radio], [type=hidden], :disabled), textarea'

interface ModalProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly lead?: ReactNode
  readonly children?: ReactNode
  readonly actions: ReactNode
  /** A sheet comes from the right edge and has room for more. */
  readonly sheet?: boolean
  /** For a sheet of two columns, whose parts scroll on their own. */
  readonly wide?: boolean
}

/** Begins in its first field; without one on itself, so that no button is chosen unasked. */
export function Modal(props: ModalProps) {
  const popup = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLDivElement>(null)
  const first = () => body.current?.querySelector<HTMLElement>(fields) ?? popup.current
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          ref={popup}
          initialFocus={first}
          className={classes(
            styles.popup,
            props.sheet ? styles.sheet : styles.box,
            props.wide && styles.wide,
          )}
        >
          <header className={styles.head}>
            <Dialog.Title className={styles.title}>{props.title}</Dialog.Title>
            <Dialog.Close render={<IconButton icon={X} label={t('close')} />} />
          </header>
          <div ref={body} className={styles.body}>
            {props.lead && (
              <Dialog.Description className={styles.lead}>{props.lead}</Dialog.Description>
            )}
            {props.children}
          </div>
          <footer className={styles.actions}>{props.actions}</footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
