import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createNightReports } from '../../main/engine/overnight/night-reports.ts'
import { createNightWatch, type NightWatch } from '../../main/engine/overnight/night-watch.ts'
import { type NightReport, tallyOfNight } from '../../main/model/night.ts'
import { noFiles, type RunOutcome, type RunWait } from '../../main/model/schedule.ts'
import { nightWords } from '../../main/shell/night-words.ts'
import { openStore, type Store } from '../../main/store/database.ts'
import { headlineText } from '../../renderer/locales/night-words.ts'
import { scheduleOf } from '../support/scheduled-world.ts'
import { createSimClock, type SimClock, settled } from '../support/sim-clock.ts'
import { tempFolder } from '../support/temp-folder.ts'

const timeZone = 'America/New_York'
/** Hours of the wall clock in New York, counted from the midnight before Saturday 21 November. */
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 21, 5 + hour, minute)
const HOUR_MS = 3_600_000

let clock: SimClock
let store: Store
let watch: NightWatch
let told: NightReport[] = []
let isLocked = false
let unlock = () => {}

beforeEach(() => {
  clock = createSimClock(at(20))
  told = []
  isLocked = false
  const binding = process.env.DANDELION_SQLITE_BINDING ?? null
  store = openStore({ dataDir: tempFolder(), nativeBinding: binding })
  const night = { when: { kind: 'daily', atMinute: 22 * 60 }, timeZone } as const
  store.transact(() => {
    store.schedules.put(scheduleOf('nightly', at(0), night))
    store.schedules.put(scheduleOf('other', at(0), { ...night, isOn: false }))
  })
  open()
})
afterEach(() => {
  watch.close()
  store.close()
})

function open(): void {
  const log = {
    error: (message: string, details?: object) => {
      throw new Error(`${message} ${JSON.stringify(details)}`)
    },
  }
  const reports = createNightReports({ store, clock, timeZone: () => timeZone })
  const port = {
    whenThere: () =>
      isLocked
        ? new Promise<void>((resolve) => {
            unlock = resolve
          })
        : Promise.resolve(),
    tell: (report: NightReport) => void told.push(report),
  }
  watch = createNightWatch({ store, clock, log, reports, port, timeZone: () => timeZone })
  watch.look()
}

/** The program ends and starts again after a while. */
async function restart(offMs: number): Promise<void> {
  watch.close()
  clock.kill()
  clock.jump(offMs)
  open()
  await settled()
}

function begin(plannedFor: number, scheduleId = 'nightly', isByHand = false): number {
  const { runs } = store.schedules
  return store.transact(() => {
    const id = runs.add({
      ...{ scheduleId, plannedFor, isCaughtUp: false, missed: 0, isByHand },
      noticedAt: plannedFor,
    })
    runs.setRunning(id, plannedFor, [])
    return id
  })
}

async function end(id: number, outcome: RunOutcome = 'done', added = 3): Promise<void> {
  const tally = { ...noFiles, added }
  const over = { at: clock.now(), outcome, failure: null, asks: [], tally }
  store.transact(() => store.schedules.runs.setEnded(id, over))
  watch.look()
  await settled()
}

async function rest(id: number, reason: RunWait): Promise<void> {
  const pause = { reason, from: clock.now(), to: null }
  store.transact(() => store.schedules.runs.setWaiting(id, reason, [pause]))
  watch.look()
  await settled()
}

async function until(time: number): Promise<void> {
  await clock.pass(time - clock.now())
  await settled()
}

describe('a night', () => {
  it('that was over before is told at six, once, also after restarts', async () => {
    await until(at(22))
    const id = begin(at(22))
    await until(at(24))
    await end(id)
    await until(at(29, 59))
    expect(told).toEqual([])
    await until(at(30))
    expect(told.map(({ night }) => night.morning)).toEqual(['2026-11-22'])
    await restart(HOUR_MS)
    await until(at(45))
    expect(told).toHaveLength(1)
  })

  it('is told when the last of its runs ends, not one by one', async () => {
    await until(at(22))
    const first = begin(at(22))
    const second = begin(at(23), 'other')
    await until(at(25))
    await end(first)
    await until(at(31, 30))
    expect(told).toEqual([])
    await end(second, 'failed', 1)
    expect(told).toHaveLength(1)
    expect(told.map(tallyOfNight)).toMatchObject([{ added: 4 }])
    expect(told.map(({ parts }) => parts.length)).toEqual([2])
  })

  it('whose run goes on and on is told at ten all the same', async () => {
    await until(at(22))
    begin(at(22))
    await until(at(33, 59))
    expect(told).toEqual([])
    await until(at(34))
    expect(told).toHaveLength(1)
  })

  it('whose run waits for mains is told at seven, one whose window closed at six', async () => {
    await until(at(22))
    const waits = begin(at(22))
    await until(at(29))
    await rest(waits, 'mains')
    await until(at(30, 59))
    expect(told).toEqual([])
    await until(at(31))
    expect(told).toHaveLength(1)
    const closed = begin(at(46))
    await until(at(53))
    await rest(closed, 'window')
    await until(at(54))
    expect(told).toHaveLength(2)
  })

  it('without a run, or with none but skipped ones and those asked for by hand, is not told', async () => {
    await until(at(22))
    await end(begin(at(22)), 'skipped', 0)
    await end(begin(at(23), 'other', true))
    await until(at(60))
    expect(told).toEqual([])
  })

  it('that nobody was told of is told when the program starts again, the newest alone', async () => {
    await until(at(22))
    await end(begin(at(22)))
    watch.close()
    clock.kill()
    clock.jump(24 * HOUR_MS)
    await end(begin(at(46)))
    await restart(14 * HOUR_MS)
    expect(told.map(({ night }) => night.morning)).toEqual(['2026-11-23'])
    await restart(HOUR_MS)
    expect(told).toHaveLength(1)
  })

  it('waits for a locked screen, and tells what is true by then', async () => {
    isLocked = true
    await until(at(22))
    await end(begin(at(22)))
    await until(at(30))
    expect(told).toEqual([])
    await until(at(32))
    await end(begin(at(32), 'other'))
    expect(told).toEqual([])
    isLocked = false
    unlock()
    await settled()
    expect(told.map(tallyOfNight)).toMatchObject([{ added: 6 }])
  })

  it('is said the same way in the notice and on the page', async () => {
    await until(at(22))
    await end(begin(at(22)))
    await end(begin(at(23), 'other'), 'failed', 0)
    await until(at(30))
    const [report] = told
    if (!report) throw new Error('nothing was told')
    expect(headlineText(report)).toBe('3 files added; other failed; nightly is up to date')
    expect(nightWords(report)).toEqual({
      title: 'Last night: 3 files added',
      body: 'other failed. nightly is up to date.',
    })
  })

  it('over a change of the clocks is one night still', async () => {
    const before = Date.UTC(2026, 9, 31, 16)
    await until(at(20))
    clock.jump(Date.UTC(2026, 10, 1, 2) - clock.now())
    const reports = createNightReports({ store, clock, timeZone: () => timeZone })
    const { night } = reports.of(null)
    expect(night).toEqual({ morning: '2026-11-01', from: before, to: before + 25 * HOUR_MS })
  })
})
