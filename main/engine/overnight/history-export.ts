/** The history of schedules in pieces that can be written one after another, however long it is. */
import {
  changeColumns,
  changeLine,
  csvHead,
  type HistoryAsked,
  runColumns,
  runDocument,
  runLine,
  type ToldRun,
} from '../../model/run-table.ts'
import { changeKinds, type SyncChange } from '../../model/sync.ts'
import type { Store } from '../../store/database.ts'

const PAGE = 500

type HistoryStore = Pick<Store, 'schedules' | 'runHistory' | 'runRecords'>

/** Newest run first. */
export function* historyPieces(store: HistoryStore, asked: HistoryAsked): Generator<string> {
  switch (asked.form) {
    case 'csv':
      yield csvHead(runColumns)
      for (const told of runsOf(store, asked)) yield runLine(told)
      return
    case 'changes-csv':
      yield csvHead(changeColumns)
      for (const told of runsOf(store, asked))
        for (const change of changesOf(store, told.run.id)) yield changeLine(told, change)
      return
    case 'json':
      yield* documentOf(store, asked)
      return
    default:
      asked.form satisfies never
  }
}

function* documentOf(store: HistoryStore, asked: HistoryAsked): Generator<string> {
  yield '{"schema": "dandelion.history/1", "runs": ['
  let separator = '\n'
  for (const told of runsOf(store, asked)) {
    const changes = asked.hasChanges ? { changes: [...changesOf(store, told.run.id)] } : {}
    yield `${separator}${JSON.stringify({ ...runDocument(told), ...changes })}`
    separator = ',\n'
  }
  yield '\n]}\n'
}

function* runsOf(store: HistoryStore, { scheduleId }: HistoryAsked): Generator<ToldRun> {
  const known = new Map(store.schedules.all().map((schedule) => [schedule.id, schedule]))
  let before = Number.MAX_SAFE_INTEGER
  for (;;) {
    const page = store.runHistory.older(scheduleId, before, PAGE)
    for (const run of page) {
      const schedule = known.get(run.scheduleId)
      before = run.id
      if (!schedule) continue
      yield {
        schedule: schedule.name,
        folder: schedule.how.destination,
        run,
        record: store.runRecords.of(run.id),
        dandisets: store.runHistory.dandisets(run.id),
      }
    }
    if (page.length < PAGE) return
  }
}

function* changesOf(store: HistoryStore, runId: number): Generator<SyncChange> {
  for (let offset = 0; ; offset += PAGE) {
    const asked = { kinds: changeKinds, offset, limit: PAGE }
    const { rows } = store.runHistory.changes(runId, asked)
    yield* rows
    if (rows.length < PAGE) return
  }
}
