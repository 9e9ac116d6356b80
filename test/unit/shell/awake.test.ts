import { beforeEach, expect, it, vi } from 'vitest'
import type { Engine } from '../../../main/engine.ts'
import type { EngineEvent } from '../../../main/model/events.ts'
import { keepAwake } from '../../../main/shell/awake.ts'

const { held } = vi.hoisted(() => ({ held: new Set<number>() }))
vi.mock('electron', () => {
  let made = 0
  return {
    powerSaveBlocker: {
      start: () => {
        made += 1
        held.add(made)
        return made
      },
      stop: (id: number) => held.delete(id),
    },
  }
})

let tell: (batch: readonly EngineEvent[]) => void
let stop: () => void
beforeEach(() => {
  held.clear()
  const subscribe = (listener: typeof tell) => {
    tell = listener
    return () => {}
  }
  stop = keepAwake({ subscribe } as unknown as Engine)
})

const progress = (moving: number) =>
  tell([{ kind: 'progress', moving: Array.from({ length: moving }) } as unknown as EngineEvent])

it('keeps the computer awake only while something moves', () => {
  expect(held.size).toBe(0)
  progress(2)
  progress(1)
  expect(held.size).toBe(1)
  tell([{ kind: 'schedules.changed', seq: 1 }])
  expect(held.size).toBe(1)
  progress(0)
  expect(held.size).toBe(0)
})

it('lets it sleep when the program ends', () => {
  progress(1)
  stop()
  expect(held.size).toBe(0)
})
