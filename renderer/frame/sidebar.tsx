import {
  ArrowDownToLine,
  CalendarClock,
  Compass,
  Library,
  type LucideIcon,
  Settings,
  ShoppingBasket,
} from 'lucide-react'
import { isMac } from '../bridge.ts'
import { t } from '../locales/t.ts'
import { useEngine } from '../store/engine.ts'
import { isUnfinished } from '../store/job-status.ts'
import { go, type Place, placeRoute, type Route, useRoute } from '../store/view.ts'
import { Mark } from '../ui/mark.tsx'
import styles from './sidebar.module.css'

export function Sidebar() {
  const inCart = useEngine((state) => state.cartItems)
  const unfinished = useEngine((state) => state.jobs.filter(isUnfinished).length)
  return (
    <nav className={styles.sidebar} aria-label={t('frame.screens')}>
      <div className={styles.brand}>
        <Mark />
        <span className={styles.word}>Dandelion</span>
      </div>
      <PlaceButton place="discover" icon={Compass} digit={1} />
      <PlaceButton
        place="cart"
        icon={ShoppingBasket}
        digit={2}
        count={inCart}
        counted={t('place.in-cart', { count: inCart })}
      />
      <PlaceButton
        place="transfers"
        icon={ArrowDownToLine}
        digit={3}
        count={unfinished}
        counted={t('place.unfinished', { count: unfinished })}
      />
      <PlaceButton place="library" icon={Library} digit={4} />
      <PlaceButton place="schedules" icon={CalendarClock} digit={5} />
      <div className={styles.space} />
      <PlaceButton place="settings" icon={Settings} digit={6} />
    </nav>
  )
}

interface PlaceButtonProps {
  readonly place: Place
  readonly icon: LucideIcon
  readonly digit: number
  readonly count?: number
  /** What the count counts, for the screen reader. */
  readonly counted?: string
}

function PlaceButton({ place, icon: Icon, digit, count = 0, counted }: PlaceButtonProps) {
  const route = useRoute()
  const home = homeOf(route)
  return (
    <button
      type="button"
      className={styles.place}
      aria-current={home === place ? 'page' : undefined}
      aria-keyshortcuts={`${isMac() ? 'Meta' : 'Control'}+${digit}`}
      onClick={() => go(placeRoute(place))}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={styles.word}>{t(`place.${place}`)}</span>
      {count > 0 && (
        <>
          <span className={styles.count} aria-hidden>
            {count}
          </span>
          <span className="visually-hidden">{counted}</span>
        </>
      )}
    </button>
  )
}

/** The place that a screen without a word of its own belongs to. */
function homeOf({ screen }: Route): Place {
  if (screen === 'dandiset' || screen === 'several') return 'discover'
  return screen === 'report' ? 'schedules' : screen
}
