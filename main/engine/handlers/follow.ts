/** Answers about rules for new dandisets. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function followHandlers({ following }: Assembly) {
  return {
    'follow.state': () => following.state(),
    'follow.save': ({ id, draft }) => following.save(id, draft),
    'follow.remove': ({ id }) => following.remove(id),
    'follow.switch': ({ id, isOn }) => following.turn(id, isOn),
    'follow.finds': ({ offset, limit }) => following.page(offset, limit),
    'follow.read': ({ findId }) => following.setRead(findId),
    'follow.unwatch': ({ findId }) => following.unwatch(findId),
  } satisfies Partial<EngineHandlers>
}
