/** Answers about nights and about single runs. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function nightHandlers({ whatHappened, store }: Assembly) {
  return {
    'nights.report': ({ morning }) => whatHappened.nightReports.of(morning),
    'runs.changes': ({ runId, ...which }) => store.runHistory.changes(runId, which),
    'runs.record': ({ runId }) => store.runRecords.of(runId),
  } satisfies Partial<EngineHandlers>
}
