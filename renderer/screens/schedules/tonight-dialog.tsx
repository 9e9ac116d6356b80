import type { Schedule } from '../../../main/model/schedule.ts'
import { t } from '../../locales/t.ts'
import { draftOf } from '../../store/schedules.ts'
import { Button } from '../../ui/button.tsx'
import { Modal } from '../../ui/dialog.tsx'
import styles from './tonight-panel.module.css'
import { TonightPanel } from './tonight-panel.tsx'

interface TonightDialogProps {
  readonly schedule: Schedule
  readonly onClose: () => void
}

/** What the next run of a schedule would fetch. */
export function TonightDialog({ schedule, onClose }: TonightDialogProps) {
  return (
    <Modal
      open
      onClose={onClose}
      title={t('tonight.title')}
      lead={<bdi>{schedule.name}</bdi>}
      actions={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <div className={styles.dialog}>
        <TonightPanel id={schedule.id} draft={draftOf(schedule)} isReady />
      </div>
    </Modal>
  )
}
