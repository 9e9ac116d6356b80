import { ArrowDown, CalendarClock, CloudOff, HardDrive, Hourglass, Pause } from 'lucide-react'
import type { SpeedLimit } from '../../main/model/timetable.ts'
import { isMac } from '../bridge.ts'
import { formatBytes, formatRate } from '../format/bytes.ts'
import { formatDate, formatEta } from '../format/time.ts'
import { clockAt, momentText } from '../locales/schedule-words.ts'
import { stateText } from '../locales/state-text.ts'
import { t } from '../locales/t.ts'
import { useEngine, useOnline, useSettings, useSpeeds } from '../store/engine.ts'
import { isActive, isHeld, isUnfinished, jobStatus } from '../store/job-status.ts'
import { changeSettings } from '../store/queries.ts'
import { firstHold, nextStart, ownZone, useSchedules } from '../store/schedules.ts'
import { go } from '../store/view.ts'
import { classes } from '../ui/class-names.ts'
import { Hint } from '../ui/hint.tsx'
import { DropMenu } from '../ui/menu.tsx'
import { Sparkline } from '../ui/sparkline.tsx'
import styles from './status-bar.module.css'

const presets = [1e6, 5e6, 10e6, 50e6, 100e6]
const nearlyFullBytes = 5e9

export function StatusBar() {
  return (
    <footer className={classes(styles.bar, 'numbers')}>
      <SpeedMenu />
      <Counts />
      <span className={styles.space} />
      <Network />
      <FreeSpace />
      <NextRun />
    </footer>
  )
}

function SpeedMenu() {
  const moving = useEngine((state) => state.jobs.some(isActive))
  const pace = useEngine((state) => state.pace.bytesPerSecond)
  const rate = moving ? pace : 0
  const { speedLimitBytesPerSecond: limit, isSlow, slowBytesPerSecond } = useSettings()
  const now = useEngine((state) => state.limit)
  const speeds = useSpeeds()
  const entry = (bytes: number | null) => ({
    label: bytes === null ? t('limit.none') : t('limit.at', { rate: formatRate(bytes) }),
    checked: bytes === limit,
    closes: true,
    act: () => void changeSettings({ speedLimitBytesPerSecond: bytes }),
  })
  const slow = {
    label: t('limit.slow', { rate: formatRate(slowBytesPerSecond) }),
    checked: isSlow,
    apart: true,
    act: () => void changeSettings({ isSlow: !isSlow }),
  }
  const more = {
    label: t('limit.more'),
    apart: true,
    keys: isMac() ? '⌘,' : 'Ctrl ,',
    act: () => go({ screen: 'settings', section: 'limits' }),
  }
  return (
    <DropMenu entries={[entry(null), ...presets.map(entry), slow, more]}>
      <button type="button" className={styles.speed}>
        <ArrowDown size={14} strokeWidth={1.75} aria-hidden />
        <span className="visually-hidden">{t('status.speed')}</span>
        <span className={styles.rate}>{formatRate(rate)}</span>
        <Sparkline values={speeds} slots={60} />
        {now.bytesPerSecond !== null && (
          <span className={styles.limit}>{limitText(now.by, formatRate(now.bytesPerSecond))}</span>
        )}
      </button>
    </DropMenu>
  )
}

function limitText(by: SpeedLimit['by'], rate: string): string {
  return by === 'setting' ? t('limit.short', { rate }) : t(`limit.by.${by}`, { rate })
}

function Counts() {
  const jobs = useEngine((state) => state.jobs)
  const eta = useEngine((state) => state.pace.etaSeconds)
  const active = jobs.filter(isActive).length
  const queued = jobs.filter((job) => jobStatus(job) === 'queued').length
  const held = jobs.filter(isHeld).length
  if (jobs.filter(isUnfinished).length === 0) {
    return <span className={styles.counts}>{t('status.idle')}</span>
  }
  const words = [
    active > 0 && t('status.active', { count: active }),
    queued > 0 && t('status.queued', { count: queued }),
    held > 0 && t('status.paused', { count: held }),
    active > 0 && formatEta(eta),
  ].filter(Boolean)
  return (
    <span className={styles.counts}>
      {active === 0 && held > 0 && <Pause size={12} strokeWidth={2} aria-hidden />}
      {words.join(' · ')}
    </span>
  )
}

function Network() {
  if (useOnline()) return null
  return (
    <span className={styles.warning}>
      <CloudOff size={14} strokeWidth={1.75} aria-hidden />
      {t('status.offline')}
    </span>
  )
}

function FreeSpace() {
  const free = useEngine((state) => state.freeBytes)
  const { destination } = useSettings()
  if (free === null) return null
  const low = free < nearlyFullBytes
  return (
    <Hint text={destination}>
      <span className={low ? styles.warning : styles.muted}>
        <HardDrive size={14} strokeWidth={1.5} aria-hidden />
        {t(low ? 'status.free-low' : 'status.free', { size: formatBytes(free) })}
      </span>
    </Hint>
  )
}

/** What holds a schedule, or when the next one runs, on clocks of this computer. */
function NextRun() {
  const { data: views = [] } = useSchedules()
  const retrying = views.find(({ state }) => state.kind === 'retrying')
  if (retrying) return <Held text={stateText(retrying.state, retrying.schedule.timeZone)} />
  const held = firstHold(views)
  if (held !== null) return <Held text={t(`schedule.state.waiting.${held}`)} />
  const at = nextStart(views)
  if (at === null) return null
  const isToday = formatDate(at) === formatDate(Date.now())
  return (
    <button type="button" className={styles.speed} onClick={() => go({ screen: 'schedules' })}>
      <CalendarClock size={14} strokeWidth={1.5} aria-hidden />
      {t('schedules.bar', { at: isToday ? clockAt(at, ownZone()) : momentText(at, ownZone()) })}
    </button>
  )
}

function Held({ text }: { readonly text: string }) {
  return (
    <button type="button" className={styles.speed} onClick={() => go({ screen: 'schedules' })}>
      <Hourglass size={14} strokeWidth={1.5} aria-hidden />
      {text}
    </button>
  )
}
