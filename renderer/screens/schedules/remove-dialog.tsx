import type { Schedule } from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import { order } from '../../store/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'

interface RemoveDialogProps {
  readonly schedule: Schedule
  readonly onClose: () => void
}

/** Ends a schedule; what it fetched stays. */
export function RemoveDialog({ schedule, onClose }: RemoveDialogProps) {
  const remove = () => {
    void order('schedules.remove', { id: schedule.id })
    onClose()
  }
  return (
    <Modal
      open
      onClose={onClose}
      title={t('schedules.remove.title')}
      lead={<bdi>{schedule.name}</bdi>}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="danger" onClick={remove}>
            {t('schedules.remove')}
          </Button>
        </>
      }
    >
      <p>{t('schedules.remove.text')}</p>
    </Modal>
  )
}
