import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import type { Assembly } from '../../main/engine/assembly.ts'
import { engineHandlers } from '../../main/engine/requests.ts'
import type { Order } from '../../main/model/job.ts'
import type { Settings } from '../../main/model/settings.ts'

const handlers = engineHandlers({
  settings: { change: (patch: Partial<Settings>) => patch },
  jobs: { create: (order: Order) => order.destination },
  context: {},
  plans: { make: () => null },
} as unknown as Assembly)

const order = (destination: string) => ({ order: { destination } as never })

it('a destination is kept without detours', () => {
  expect(handlers['settings.change']({ destination: '/data/x/../y/' })).toEqual({
    destination: resolve('/data/y'),
  })
  expect(handlers['job.create'](order('/data/./z'))).toEqual({ jobId: resolve('/data/z') })
  expect(handlers['settings.change']({ filesAtOnce: 2 })).toEqual({ filesAtOnce: 2 })
})

it.each(['x', '../x', '', '~'])('a destination that is not absolute is refused: “%s”', (text) => {
  const refused = expect.objectContaining({ code: 'input.invalid' })
  expect(() => handlers['settings.change']({ destination: text })).toThrow(refused)
  expect(() => handlers['job.create'](order(text))).toThrow(refused)
  expect(() => handlers.plan(order(text))).toThrow(refused)
})
