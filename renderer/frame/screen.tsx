import { CartScreen } from '../screens/cart/cart-screen.tsx'
import { DandisetScreen } from '../screens/dandiset/dandiset-screen.tsx'
import { SeveralScreen } from '../screens/dandiset/several-screen.tsx'
import { DiscoverScreen } from '../screens/discover/discover-screen.tsx'
import { LibraryScreen } from '../screens/library/library-screen.tsx'
import { ReportScreen } from '../screens/report/report-screen.tsx'
import { SchedulesScreen } from '../screens/schedules/schedules-screen.tsx'
import { SettingsScreen } from '../screens/settings/settings-screen.tsx'
import { JobScreen } from '../screens/transfers/job-screen.tsx'
import { TransfersScreen } from '../screens/transfers/transfers-screen.tsx'
import { refKey } from '../store/drafts.ts'
import { useRoute } from '../store/view.ts'

export function Screen() {
  const route = useRoute()
  switch (route.screen) {
    case 'discover':
      return <DiscoverScreen />
    case 'dandiset':
      return <DandisetScreen key={refKey(route.ref)} dandiset={route.ref} />
    case 'several':
      return <SeveralScreen refs={route.refs} />
    case 'cart':
      return <CartScreen />
    case 'transfers':
      if (route.jobId === null) return <TransfersScreen />
      return <JobScreen key={route.jobId} jobId={route.jobId} />
    case 'library':
      return <LibraryScreen />
    case 'schedules':
      return <SchedulesScreen />
    case 'report':
      return <ReportScreen morning={route.morning} />
    case 'settings':
      return <SettingsScreen section={route.section} />
    default:
      return route satisfies never
  }
}
