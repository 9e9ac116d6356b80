/** Answers about schedules and their runs. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function scheduleHandlers({ schedules, tonights, reviews, surroundings }: Assembly) {
  return {
    'schedules.list': () => schedules.list(),
    'schedules.save': ({ id, draft }) => schedules.save(id, draft),
    'schedules.remove': ({ id }) => schedules.remove(id),
    'schedules.switch': ({ id, isOn }) => schedules.turn(id, isOn),
    'schedules.run-now': ({ id }) => schedules.runNow(id),
    'schedules.review': ({ id, isVouchedFor }) => reviews.review(id, isVouchedFor),
    'schedules.go-on': ({ id, accepted, isVouchedFor, isNow }) => {
      const plans = accepted.map((plan) => ({ ...plan, within: null }))
      return schedules.goOn(id, { plans, isVouchedFor }, isNow)
    },
    'runs.trash': ({ runId }) => reviews.trash(runId),
    'runs.undo': ({ runId }) => reviews.undo(runId),
    'schedules.skip-next': ({ id, isSkipped }) => schedules.skipNext(id, isSkipped),
    'schedules.pause': ({ id, pause }) => schedules.pause(id, pause),
    'schedules.history': ({ id, offset, limit }) => schedules.history(id, offset, limit),
    surroundings: () => surroundings.read(),
    'schedules.tonight': ({ lookId, id, draft }) => tonights.look(lookId, id, draft),
    'schedules.tonight.stop': ({ lookId }) => tonights.stop(lookId),
    'schedules.preview': ({ id, draft }) => schedules.preview(id, draft),
  } satisfies Partial<EngineHandlers>
}
