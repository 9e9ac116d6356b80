import { useEffect, useState } from 'react'
import type { Countdown } from '../../main/model/when-done.ts'
import { onShell, request } from '../bridge.ts'
import { t } from '../locales/t.ts'
import { order } from '../store/queries.ts'
import { Button } from '../ui/button.tsx'
import { Modal } from '../ui/dialog.tsx'

/** A minute to say no before the computer sleeps or shuts down. */
export function CountdownDialog() {
  const countdown = useCountdown()
  const seconds = useSecondsUntil(countdown?.at ?? null)
  if (countdown === null) return null
  const { act } = countdown
  const answer = (said: 'cancel' | 'now') => void order('countdown.answer', { answer: said })
  return (
    <Modal
      open
      onClose={() => answer('cancel')}
      title={t(`countdown.${act}.title`)}
      lead={t('countdown.lead')}
      actions={
        <>
          <Button onClick={() => answer('now')}>{t(`countdown.${act}.now`)}</Button>
          <Button look="primary" onClick={() => answer('cancel')}>
            {t(`countdown.${act}.cancel`)}
          </Button>
        </>
      }
    >
      <p className="numbers" role="timer">
        {t(`countdown.${act}.in`, { count: seconds })}
      </p>
    </Modal>
  )
}

function useCountdown(): Countdown | null {
  const [countdown, setCountdown] = useState<Countdown | null>(null)
  useEffect(() => {
    const stop = onShell((event) => {
      if (event.kind === 'countdown') setCountdown(event.countdown)
    })
    // The window may have been made for it.
    void request('countdown.get', undefined).then(setCountdown, () => undefined)
    return stop
  }, [])
  return countdown
}

function useSecondsUntil(at: number | null): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    if (at === null) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 500)
    return () => clearInterval(timer)
  }, [at])
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
}
