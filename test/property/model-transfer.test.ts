import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FailureRecord, Remedy } from '../../main/model/failure.ts'
import {
  IllegalTransition,
  type TransferEvent,
  type TransferState,
} from '../../main/model/transfer.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { sampleEntry, sampleOrder } from '../support/sample-data.ts'
import { tempFolder } from '../support/temp-folder.ts'

/** The table of ARCHITECTURE.md in words of its own. */
const legal: Readonly<Record<TransferState['kind'], readonly TransferEvent['kind'][]>> = {
  queued: ['started'],
  running: ['stopped', 'received', 'failed'],
  verifying: ['stopped', 'verified', 'failed'],
  failed: ['retried'],
  done: [],
}

interface Known {
  readonly id: number
  state: TransferState['kind']
  attempts: number
  notBefore: number | null
  sizeBytes: number
  receivedBytes: number
  isSkipped: boolean
}

interface World {
  readonly store: Store
  readonly jobId: string
}
type Model = Known[]
type Command = fc.Command<Model, World>

const at = 1_700_000_000_000
const retryAt = at + 5_000

function after(
  known: Known,
  event: TransferEvent,
): Pick<Known, 'state' | 'attempts' | 'notBefore'> {
  const { attempts } = known
  switch (event.kind) {
    case 'started':
      return { state: 'running', attempts, notBefore: null }
    case 'received':
      return { state: 'verifying', attempts, notBefore: null }
    case 'verified':
      return { state: 'done', attempts: 0, notBefore: null }
    case 'stopped':
      return { state: 'queued', attempts, notBefore: null }
    case 'retried':
      return { state: 'queued', attempts: 0, notBefore: null }
    case 'failed': {
      const isOver = event.remedy === 'give-up' || event.remedy === 'ask-user'
      const waits = event.remedy === 'retry-later'
      const notBefore = waits ? event.retryAt : null
      return { state: isOver ? 'failed' : 'queued', attempts: attempts + 1, notBefore }
    }
    default:
      return event satisfies never
  }
}

function sum(of: readonly Known[], field: 'sizeBytes' | 'receivedBytes'): number {
  return of.reduce((total, known) => total + known[field], 0)
}

/** Compares every count that triggers keep with one made by adding up. */
function check(model: Model, { store, jobId }: World): void {
  const job = store.jobs.get(jobId)
  const inState = (state: TransferState['kind']) => model.filter((it) => it.state === state)
  const done = inState('done')
  const plain = done.filter((it) => !it.isSkipped)
  const skipped = done.filter((it) => it.isSkipped)
  const open = model.filter((it) => it.state !== 'done' && it.state !== 'failed')
  expect(job).toMatchObject({
    counts: {
      total: model.length,
      queued: inState('queued').length,
      running: inState('running').length,
      verifying: inState('verifying').length,
      done: done.length,
      skipped: skipped.length,
      failed: inState('failed').length,
    },
    totalBytes: sum(model, 'sizeBytes'),
    receivedBytes: sum(model, 'receivedBytes'),
    skippedBytes: sum(skipped, 'sizeBytes'),
    verifiedBytes: sum(plain, 'sizeBytes') + sum(skipped, 'sizeBytes'),
  })
  expect(store.jobs.openTransfers(jobId)).toBe(open.length)
  expect(store.jobs.bytesLeft(jobId)).toBe(sum(open, 'sizeBytes') - sum(open, 'receivedBytes'))
  expect(store.transfers.due(jobId, at, 100).map((it) => it.id)).toEqual(
    inState('queued')
      .filter((it) => it.notBefore === null)
      .map((it) => it.id),
  )
  for (const known of model) checkOne(known, store)
}

function checkOne(known: Known, store: Store): void {
  const stored = store.transfers.get(known.id)
  expect(stored?.state.kind).toBe(known.state)
  expect(stored?.receivedBytes).toBe(known.receivedBytes)
  if (stored?.state.kind === 'queued') expect(stored.state.notBefore).toBe(known.notBefore)
  if (stored && 'attempts' in stored.state) expect(stored.state.attempts).toBe(known.attempts)
}

function command(name: string, run: (model: Model, world: World) => void): Command {
  return {
    check: () => true,
    run(model, world) {
      run(model, world)
      check(model, world)
    },
    toString: () => name,
  }
}

const addCommand = (sizeBytes: number, isFailed: boolean) =>
  command(`add ${sizeBytes}${isFailed ? ' failed' : ''}`, (model, { store, jobId }) => {
    const failure = isFailed ? failureOf('disk.name', 'give-up') : null
    const entry = sampleEntry({ path: `f${model.length}`, sizeBytes })
    store.transfers.add(jobId, { kind: 'blob', localPath: entry.path, entry, parts: 1, failure })
    const id = store.transfers.page(jobId, {
      state: 'all',
      text: '',
      offset: model.length,
      limit: 1,
    }).rows[0]?.id
    const state = isFailed ? 'failed' : 'queued'
    const fresh = {
      state,
      attempts: 0,
      notBefore: null,
      receivedBytes: 0,
      isSkipped: false,
    } as const
    model.push({ id: id ?? -1, sizeBytes, ...fresh })
  })

const applyCommand = (which: number, event: TransferEvent) =>
  command(`${event.kind} to ${which}`, (model, { store }) => {
    const known = model[which % Math.max(1, model.length)]
    if (!known) return
    const failure = event.kind === 'failed' ? failureOf(event.code, event.remedy) : null
    const apply = () => store.transfers.apply(known.id, [event], { at, failure })
    if (!legal[known.state].includes(event.kind)) {
      expect(apply).toThrow(IllegalTransition)
      return
    }
    apply()
    Object.assign(known, after(known, event))
    expect(store.transfers.timeline(known.id)[0]).toEqual({ at, kind: event.kind, failure })
  })

const progressCommand = (which: number, share: number) =>
  command(`progress of ${which}`, (model, { store }) => {
    const known = model[which % Math.max(1, model.length)]
    if (!known) return
    known.receivedBytes = Math.floor(known.sizeBytes * share)
    store.transfers.setProgress(known.id, { receivedBytes: known.receivedBytes })
  })

const skipCommand = (which: number) =>
  command(`skip ${which}`, (model, { store }) => {
    const known = model[which % Math.max(1, model.length)]
    if (known?.state !== 'done') return
    known.isSkipped = true
    store.transfers.setProgress(known.id, { skipped: true })
  })

const changeCommand = (which: number, sizeBytes: number) =>
  command(`entry of ${which} changed`, (model, { store }) => {
    const known = model[which % Math.max(1, model.length)]
    if (!known) return
    known.sizeBytes = sizeBytes
    known.receivedBytes = 0
    store.transfers.setEntry(known.id, sampleEntry({ sizeBytes }))
  })

const clearWaitsCommand = () =>
  command('clear waits', (model, { store, jobId }) => {
    store.transfers.clearWaits(jobId)
    for (const known of model) known.notBefore = null
  })

const listAgainCommand = () =>
  command('list again', (model, { store, jobId }) => {
    store.transfers.removeOfJob(jobId)
    model.length = 0
  })

const recoverCommand = () =>
  command('restart', (model, { store }) => {
    for (const id of store.transfers.interrupted()) {
      store.transfers.apply(id, [{ kind: 'stopped' }], { at, failure: null })
    }
    for (const known of model) {
      if (known.state === 'running' || known.state === 'verifying') known.state = 'queued'
    }
  })

function failureOf(code: FailureRecord['code'], remedy: Remedy): FailureRecord {
  return { code, remedy, details: {} }
}

const which = fc.nat(20)
const size = fc.nat(1_000_000_000)
const event: fc.Arbitrary<TransferEvent> = fc.oneof(
  fc
    .constantFrom('started', 'stopped', 'received', 'verified', 'retried')
    .map((kind) => ({ kind }) as TransferEvent),
  fc
    .constantFrom<Remedy>('retry-now', 'retry-later', 'ask-user', 'give-up')
    .map((remedy) => ({ kind: 'failed', code: 'net.cut', remedy, retryAt }) as const),
)
const commands = [
  fc.tuple(size, fc.boolean()).map(([bytes, isFailed]) => addCommand(bytes, isFailed)),
  fc.tuple(which, event).map(([at, it]) => applyCommand(at, it)),
  fc.tuple(which, event).map(([at, it]) => applyCommand(at, it)),
  fc
    .tuple(which, fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([at, s]) => progressCommand(at, s)),
  which.map(skipCommand),
  fc.tuple(which, size).map(([at, bytes]) => changeCommand(at, bytes)),
  fc.constant(clearWaitsCommand()),
  fc.constant(listAgainCommand()),
  fc.constant(recoverCommand()),
]

it('walks every transfer through the table of states, and the counts of its job stay true', () => {
  const store = openStore({ dataDir: tempFolder(), nativeBinding: null })
  let jobs = 0
  fc.assert(
    fc.property(fc.commands(commands, { maxCommands: 60 }), (walk) => {
      jobs += 1
      const id = `job-${jobs}`
      const order = sampleOrder()
      store.jobs.add({ id, title: '', order, summary: '', folder: '', createdAt: at })
      fc.modelRun(() => ({ model: [], real: { store, jobId: id } }), walk)
      store.jobs.remove(id)
      expect(store.transfers.interrupted()).toEqual([])
    }),
    { numRuns: 150 },
  )
  store.close()
})
