import { useEffect, useState } from 'react'
import type { FailureRecord } from '../../main/model/failure.ts'
import { failureFrom, onShell } from '../bridge.ts'
import { useConnected } from '../store/engine.ts'
import { openCartFile } from '../store/opened-cart.ts'
import { go, placeRoute, useRoute } from '../store/view.ts'
import { FailureNote } from '../ui/failure-note.tsx'
import { Toasts, tellForGood } from '../ui/toasts.tsx'
import styles from './app.module.css'
import { CountdownDialog } from './countdown-dialog.tsx'
import { useDropAndPaste } from './drop-and-paste.ts'
import { DropVeil } from './drop-veil.tsx'
import { focusField, openText, screenId } from './open-text.ts'
import { Screen } from './screen.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Sidebar } from './sidebar.tsx'
import { StatusBar } from './status-bar.tsx'
import { TopBar } from './top-bar.tsx'

/** The frame that every screen stands in. */
export function App({ connected }: { readonly connected: Promise<void> }) {
  const [failure, setFailure] = useState<FailureRecord | null>(null)
  useEffect(() => {
    connected.catch((error) => setFailure(failureFrom(error)))
  }, [connected])
  const ready = useConnected()
  if (failure) {
    return (
      <main className={styles.broken}>
        <FailureNote failure={failure} />
      </main>
    )
  }
  return ready ? <Frame /> : <div className={styles.frame} aria-busy />
}

function Frame() {
  useShortcuts()
  useShellEvents()
  useScreenFocus()
  const dragging = useDropAndPaste()
  return (
    <div className={styles.frame}>
      <Sidebar />
      <TopBar />
      <main className={styles.screen} id={screenId} tabIndex={-1}>
        <Screen />
      </main>
      <StatusBar />
      <CountdownDialog />
      {dragging && <DropVeil />}
      <Toasts />
    </div>
  )
}

/** A screen that went took the focus with it: the next one gets it. */
function useScreenFocus(): void {
  const route = useRoute()
  useEffect(() => {
    void route
    if (document.activeElement === document.body) document.getElementById(screenId)?.focus()
  }, [route])
}

function useShellEvents(): void {
  useEffect(
    () =>
      onShell((event) => {
        switch (event.kind) {
          case 'open-text':
            return void openText(event.text)
          case 'open-cart':
            return void openCartFile(event.path)
          case 'focus-search':
            return focusField()
          case 'notice':
            return tellForGood(event.failure)
          case 'report':
            return go({ screen: 'report', morning: event.morning })
          case 'countdown':
            return
          case 'go':
            return go(placeRoute(event.screen))
          default:
            return event satisfies never
        }
      }),
    [],
  )
}
