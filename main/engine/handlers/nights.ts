/** Answers about nights and single runs, and about what is done after them. */
import type { Assembly } from '../assembly.ts'
import type { EngineHandlers } from '../requests.ts'

export function nightHandlers({ whatHappened, store }: Assembly) {
  return {
    'nights.report': ({ morning }) => whatHappened.nightReports.of(morning),
    'runs.changes': ({ runId, ...which }) => store.runHistory.changes(runId, which),
    'hooks.state': () => whatHappened.hooks.state(),
    'hooks.webhook': ({ url }) => whatHappened.hooks.setWebhook(url),
    'hooks.secret': ({ secret }) => whatHappened.hooks.setSecret(secret),
    'hooks.test': ({ kind }) => whatHappened.hooks.test(kind),
    'runs.record': ({ runId }) => store.runRecords.of(runId),
  } satisfies Partial<EngineHandlers>
}
