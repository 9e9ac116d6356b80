import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { livePrinter } from '../../main/cli/live.ts'
import {
  count,
  failureLines,
  jsonPrinter,
  plainPrinter,
  planText,
  sentence,
  summaryText,
} from '../../main/cli/print.ts'
import { failureCodes } from '../../main/model/failure.ts'
import type { Plan } from '../../main/model/plan.ts'
import { sampleJob, sampleTransfer } from '../support/sample-data.ts'

const failure = { code: 'digest.mismatch', remedy: 'give-up', details: {} } as const
const failed = sampleTransfer({
  state: { kind: 'failed', code: 'digest.mismatch', attempts: 1 },
  failure,
})
const progress = {
  kind: 'progress',
  pace: { bytesPerSecond: 100, etaSeconds: [1, 2] },
  jobPaces: {},
  jobBytes: { job: 512 },
  moving: [
    {
      id: 1,
      jobId: 'job',
      path: 'a/b.nwb',
      sizeBytes: 1000,
      receivedBytes: 512,
      bytesPerSecond: 100,
    },
  ],
} as const
const summary = { done: 2, skipped: 1, failed: 0, bytes: 2000, seconds: 1.5 }

function lines(print: (printer: ReturnType<typeof jsonPrinter>) => void): readonly unknown[] {
  let text = ''
  print(
    jsonPrinter((more) => {
      text += more
    }),
  )
  expect(text.endsWith('\n')).toBe(true)
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

describe('JSON lines', () => {
  it('are one object an event, with the fields that are promised', () => {
    const job = sampleJob({ totalBytes: 1000, receivedBytes: 10 })
    const told = lines((printer) => {
      printer.plan({ files: 3, bytes: 1000 }, 'a title')
      printer.file(sampleTransfer())
      printer.file(sampleTransfer({ skipped: true }))
      printer.file(failed)
      printer.progress(progress, job)
      printer.summary(summary, job)
    })
    const file = {
      event: 'file',
      path: '000027/sub-A/sub-A_ecephys.nwb',
      sizeBytes: 1000,
      digest: 'dandi-etag:d41d8cd98f00b204e9800998ecf8427e-1',
      source: 's3',
    }
    expect(told).toEqual([
      { event: 'plan', files: 3, bytes: 1000 },
      { ...file, state: 'done' },
      { ...file, state: 'skipped' },
      {
        ...file,
        state: 'failed',
        failure: { code: 'digest.mismatch', message: sentence(failure) },
      },
      {
        event: 'progress',
        bytes: 512,
        totalBytes: 1000,
        bytesPerSecond: 100,
        etaSeconds: [1, 2],
        active: 1,
      },
      { event: 'summary', ...summary },
    ])
  })
})

describe('plain lines', () => {
  function plain(print: (printer: ReturnType<typeof plainPrinter>) => void): string {
    let text = ''
    print(
      plainPrinter((more) => {
        text += more
      }),
    )
    return text
  }

  it('say of each file what became of it, and of a failed one why', () => {
    const text = plain((printer) => {
      printer.file(sampleTransfer())
      printer.file(sampleTransfer({ skipped: true }))
      printer.file(failed)
    })
    const [done, skipped, wrong, why] = text.split('\n')
    expect(done).toMatch(/^✓ verified .*000027\/sub-A\/sub-A_ecephys\.nwb$/)
    expect(skipped).toMatch(/^= there /)
    expect(wrong).toMatch(/^✗ failed /)
    expect(why?.trim()).toBe(sentence(failure))
  })

  it('leave out progress: a log is no place for it', () => {
    expect(plain((printer) => printer.progress(progress, sampleJob()))).toBe('')
  })

  it('sum up only what there is', () => {
    const job = sampleJob()
    expect(summaryText(summary, job)).toMatch(
      /^2 files verified · 1 file there already · .* in 1\.5 s · /,
    )
    expect(summaryText({ ...summary, skipped: 0, bytes: 0, done: 1 }, job)).toBe(
      '1 file verified\n/data/000027\n',
    )
    const refreshed = sampleJob({ order: { ...job.order, existing: 'refresh' } })
    expect(summaryText(summary, refreshed)).toContain('1 file not touched')
    expect(summaryText({ ...summary, failed: 2 }, job)).toContain(' · 2 failed · ')
  })
})

describe('a terminal', () => {
  it('never gets a line that is wider than it is', () => {
    for (const columns of [20, 40, 80, 200]) {
      const written: string[] = []
      const printer = livePrinter(
        (text) => written.push(text),
        () => columns,
      )
      const path = `${'folder/'.repeat(30)}file.nwb`
      const moving = Array.from({ length: 20 }, (_, id) => ({ ...progress.moving[0], id, path }))
      printer.progress({ ...progress, moving }, sampleJob({ totalBytes: 1e12 }))
      printer.progress({ ...progress, moving }, sampleJob({ totalBytes: 1e12 }))
      const shown = stripVTControlCharacters(written.join('')).split('\n')
      for (const line of shown) expect([columns, line.length <= columns]).toEqual([columns, true])
    }
  })
})

describe('a failure', () => {
  it.each(failureCodes)('%s has a sentence that ends in a full stop', (code) => {
    const text = sentence({ code, remedy: 'give-up', details: { path: 'a/b' } })
    expect(text).toMatch(/^\S.*\.$/s)
    expect(text).not.toMatch(/undefined|\{\{|\.\./)
  })

  it('tells what to do in the terminal, not in the window', () => {
    const details = { instance: 'ember-dandi' }
    const text = sentence({ code: 'auth.required', remedy: 'ask-user', details })
    expect(text).toContain('EMBER_DANDI_API_KEY')
    expect(text).not.toContain('Settings')
  })

  it('of an identifier underlines the part that is wrong', () => {
    const text = 'DANDI:000027/1.2'
    const details = { reason: 'version', text, part: '1.2', at: 13 }
    const said = failureLines({ code: 'input.identifier', remedy: 'give-up', details })
    expect(said).toContain(`\n  ${text}\n               ^^^\n`)
  })

  it('names the source that is not there', () => {
    const details = { source: 'webdav', instance: 'dandi', reason: 'not-configured' }
    const text = sentence({ code: 'source.unavailable', remedy: 'give-up', details })
    expect(text).toMatch(
      /^WebDAV is not available\. No WebDAV address is known for dandi: .*--webdav-url/,
    )
  })

  it('of a disk says what is missing', () => {
    const details = { reason: 'beforehand', missingBytes: 3_600_000_000, freeBytes: 1e9 }
    const text = sentence({ code: 'disk.full', remedy: 'ask-user', details })
    expect(text).toContain('It needs 3.6 GB more than the 1.0 GB that are free')
  })

  it('that is a bug says what went wrong', () => {
    const details = { message: 'worker ended with 1.' }
    const text = sentence({ code: 'bug', remedy: 'give-up', details })
    expect(text).toMatch(/^Something in Dandelion went wrong: worker ended with 1\. Please/)
  })
})

describe('a plan', () => {
  const none = { files: 0, bytes: 0 }
  const plan: Plan = {
    planId: 1,
    files: 3,
    bytes: 3000,
    fetch: { files: 2, bytes: 2000 },
    resume: none,
    keep: { files: 1, bytes: 1000 },
    replace: none,
    reuse: none,
    reuseMode: 'copy',
    problem: none,
    folder: '/data/000027',
    bytesToFetch: 2000,
    bytesToTake: 2000,
    freeBytes: 5_000_000_000,
    missingBytes: 0,
    problems: [],
    problemCount: 0,
    seconds: [60, 90],
    waysOut: [],
    preview: [{ path: 'a.nwb', localPath: '000027/a.nwb' }],
  }

  it('tells what would be done, what fits and what would fail', () => {
    expect(planText(plan)).toMatch(/fetch +2 files.*\n +keep +1 file /)
    expect(planText(plan)).toMatch(/60–90 s, at what this line gave lately\n/)
    expect(planText(plan)).toMatch(
      /fits: .* free\n +into \/data\/000027\n {4}000027\/a.nwb\n {4}…\n$/,
    )
    expect(planText(plan)).not.toMatch(/resume|replace/)
    const short = { ...plan, missingBytes: 1_000_000_000, problemCount: 7 }
    const waysOut = [{ kind: 'adapt-names', files: 7 } as const]
    const text = planText({ ...short, waysOut, problems: [{ path: 'a/b', failure }] })
    expect(text).toMatch(/7 files: .*--names adapt/)
    expect(text).toMatch(/missing on the disk/)
    expect(text).toMatch(/✗ a\/b: .*\n +and 6 more\n/)
  })

  it('counts files in words that fit', () => {
    expect([count(0), count(1), count(20_000)]).toEqual(['0 files', '1 file', '20,000 files'])
  })
})
