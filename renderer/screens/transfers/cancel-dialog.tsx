import { CircleStop, Trash2 } from 'lucide-react'
import type { JobView } from '../../../main/model/job.ts'
import { formatBytes } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { isUnfinished } from '../../store/job-status.ts'
import { order } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import styles from './cancel-dialog.module.css'

interface CancelDialogProps {
  readonly job: JobView
  readonly onClose: () => void
  readonly onDone?: () => void
}

/** Ends a job; deleting is a choice of its own and says how much it frees. */
export function CancelDialog({ job, onClose, onDone }: CancelDialogProps) {
  const unfinished = isUnfinished(job)
  const cancel = (files: 'keep' | 'delete') => () => {
    void order('job.cancel', { jobId: job.id, files })
    onClose()
    onDone?.()
  }
  const fetched = Math.max(0, job.receivedBytes - job.skippedBytes)
  return (
    <Modal
      open
      onClose={onClose}
      title={t(unfinished ? 'cancel.title' : 'remove.title')}
      lead={<bdi>{job.title}</bdi>}
      actions={
        <>
          <Button onClick={onClose}>{t(unfinished ? 'cancel.not' : 'remove.not')}</Button>
          <Button look="risky" icon={Trash2} onClick={cancel('delete')} disabled={fetched === 0}>
            {t('cancel.delete', { size: formatBytes(fetched) })}
          </Button>
          <Button look="primary" {...(unfinished && { icon: CircleStop })} onClick={cancel('keep')}>
            {t(unfinished ? 'cancel.keep' : 'remove.keep')}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{t(unfinished ? 'cancel.text' : 'remove.text')}</p>
      <p className={styles.folder}>{job.folder}</p>
    </Modal>
  )
}
