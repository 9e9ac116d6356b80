import { useSyncExternalStore } from 'react'
import { createStore, useStore } from 'zustand'
import {
  apply,
  type EngineEvent,
  type EngineState,
  type MovingTransfer,
} from '../../main/model/events.ts'
import { onEvents, request } from '../bridge.ts'
import { isActive } from './job-status.ts'
import { noteCart, noteFollow, noteListing, noteSchedules, noteTransfers } from './signals.ts'

interface Live {
  readonly engine: EngineState
  readonly moving: readonly MovingTransfer[]
  /** Bytes per second, oldest first; one a second while the window is open. */
  readonly speeds: readonly number[]
}

const speedsKept = 60

/** Null until the first snapshot has arrived. */
export const liveStore = createStore<{ readonly live: Live | null }>(() => ({ live: null }))

/** Subscribes first, then takes the snapshot; `apply` drops what the snapshot holds already. */
export async function connect(): Promise<void> {
  let waiting: EngineEvent[] | null = []
  onEvents((batch) => {
    if (waiting) waiting.push(...batch)
    else fold(batch)
  })
  const engine = await request('snapshot', undefined)
  liveStore.setState({ live: { engine, moving: [], speeds: [] } })
  const early = waiting
  waiting = null
  fold(early)
  setInterval(sampleSpeed, 1000)
}

function fold(batch: readonly EngineEvent[]): void {
  const { live } = liveStore.getState()
  if (!live) return
  const engine = batch.reduce(apply, live.engine)
  const moving = batch.reduce(
    (seen, event) => (event.kind === 'progress' ? event.moving : seen),
    live.moving,
  )
  liveStore.setState({ live: { ...live, engine, moving } })
  for (const event of batch) {
    if (event.kind === 'listing.changed') noteListing(event)
    if (event.kind === 'cart.changed') noteCart()
    if (event.kind === 'schedules.changed') noteSchedules()
    if (event.kind === 'follow.changed') noteFollow()
    if (event.kind === 'transfers.changed') noteTransfers(event.jobId)
  }
}

function sampleSpeed(): void {
  const { live } = liveStore.getState()
  if (!live) return
  const now = live.engine.jobs.some(isActive) ? live.engine.pace.bytesPerSecond : 0
  if (now === 0 && live.speeds.every((speed) => speed === 0) && live.speeds.length > 0) return
  liveStore.setState({ live: { ...live, speeds: [...live.speeds.slice(1 - speedsKept), now] } })
}

function useLive<T>(select: (live: Live) => T, before: T): T {
  return useStore(liveStore, ({ live }) => (live ? select(live) : before))
}

/** A part of the engine's state; only below the frame, which waits for the first snapshot. */
export function useEngine<T>(select: (state: EngineState) => T): T {
  return useStore(liveStore, ({ live }) => {
    if (!live) throw new Error('used before the first snapshot')
    return select(live.engine)
  })
}

export const useConnected = () => useStore(liveStore, ({ live }) => live !== null)
export const useSettings = () => useEngine((state) => state.settings)
export const useMoving = () => useLive((live) => live.moving, none)
export const useSpeeds = () => useLive((live) => live.speeds, noSpeeds)

const none: readonly MovingTransfer[] = []
const noSpeeds: readonly number[] = []

/** Whether the computer has a network at all, as Chromium sees it. */
export function useOnline(): boolean {
  return useSyncExternalStore(watchOnline, () => navigator.onLine)
}

function watchOnline(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}
