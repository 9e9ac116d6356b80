import { describe, expect, it } from 'vitest'
import { afterComparing, decideExisting, type ExistingDecision } from '../../main/model/existing.ts'
import { sessionOf, subjectOf, typeOf } from '../../main/model/facts.ts'
import { Failure, failureCodes, failureOf, recordOf } from '../../main/model/failure.ts'
import { allInstances, apiKeyVariable, builtInInstances } from '../../main/model/instances.ts'
import {
  defaultSettings,
  type ExistingMode,
  existingModes,
  settingsBounds,
} from '../../main/model/settings.ts'

describe('a file that is there already', () => {
  const modifiedAt = 1_630_441_980_123
  const remote = { sizeBytes: 100, modifiedAt }
  const same = { sizeBytes: 100, modifiedAt: modifiedAt + 0.4 }
  const older = { sizeBytes: 100, modifiedAt: modifiedAt - 1000 }
  const shorter = { sizeBytes: 99, modifiedAt }

  it.each<[ExistingMode, ExistingDecision, ExistingDecision, ExistingDecision]>([
    // mode, same size and time, same size and other time, other size
    ['error', 'compare', 'compare', 'refuse'],
    ['skip', 'skip', 'skip', 'skip'],
    ['overwrite', 'fetch', 'fetch', 'fetch'],
    ['overwrite-different', 'compare', 'compare', 'fetch'],
    ['refresh', 'skip', 'fetch', 'fetch'],
  ])('with %s: the same %s, another time %s, another size %s', (mode, ...wanted) => {
    expect([same, older, shorter].map((local) => decideExisting(mode, local, remote))).toEqual(
      wanted,
    )
  })

  it.each<[ExistingMode, ExistingDecision]>([
    ['error', 'refuse'],
    ['overwrite-different', 'fetch'],
  ])('with %s a digest that differs means %s, one that matches skip', (mode, decision) => {
    expect(afterComparing(mode, false)).toBe(decision)
    expect(afterComparing(mode, true)).toBe('skip')
  })

  it('is replaced by own only when it is ours, and never when the bytes alone could tell', () => {
    expect(decideExisting('own', { ...shorter, isOwn: true }, remote)).toBe('fetch')
    expect(decideExisting('own', { ...shorter, isOwn: false }, remote)).toBe('refuse')
    expect(decideExisting('own', { ...same, isOwn: true }, remote)).toBe('compare')
    expect([afterComparing('own', false, true), afterComparing('own', false, false)]).toEqual([
      'fetch',
      'refuse',
    ])
  })

  it('is fetched by refresh when the archive does not say when it was changed', () => {
    expect(decideExisting('refresh', same, { sizeBytes: 100, modifiedAt: null })).toBe('fetch')
  })

  it('has a rule for every mode', () => {
    for (const mode of existingModes) {
      expect(decideExisting(mode, same, remote)).toEqual(expect.any(String))
    }
  })
})

describe('the record of a failure', () => {
  it('carries code, remedy and details, and nothing else', () => {
    const cause = new Error('socket')
    const failure = new Failure('net.cut', 'retry-later', { start: 3 }, cause)
    const record = recordOf(failure)
    expect(record).toEqual({ code: 'net.cut', remedy: 'retry-later', details: { start: 3 } })
    expect(JSON.parse(JSON.stringify(record))).toEqual(record)
    expect(failure.cause).toBe(cause)
  })

  it('comes back from a border as the failure that it was', () => {
    const record = { code: 'disk.full', remedy: 'ask-user', details: { path: '/x' } } as const
    const failure = failureOf(record)
    expect(failure).toBeInstanceOf(Failure)
    expect(recordOf(failure)).toEqual(record)
  })

  it('says bug for everything that is no failure', () => {
    expect(recordOf(new TypeError('x is undefined'))).toEqual({
      code: 'bug',
      remedy: 'give-up',
      details: { message: 'x is undefined' },
    })
    expect(recordOf('thrown text').details).toEqual({ message: 'thrown text' })
    expect(recordOf(undefined).code).toBe('bug')
  })

  it('has codes that are each there once', () => {
    expect(new Set(failureCodes).size).toBe(failureCodes.length)
  })
})

describe('what a path says', () => {
  it.each<[string, string | null, string | null]>([
    ['sub-RAT123/sub-RAT123.nwb', 'RAT123', null],
    [
      'sub-YutaMouse20/sub-YutaMouse20_ses-YutaMouse20-140321_behavior+ecephys.nwb',
      'YutaMouse20',
      'YutaMouse20-140321',
    ],
    [
      'sub-440956/sub-440956_ses-20190207T120657_behavior+ecephys+ogen.nwb',
      '440956',
      '20190207T120657',
    ],
    ['sub-01/ses-02/eeg/sub-01_ses-02_task-rest_eeg.edf', '01', '02'],
    ['derivatives/fmriprep/sub-ABC/anat/sub-ABC_T1w.nii.gz', 'ABC', null],
    ['sub-I48/ses-SPIM/micr/sub-I48_ses-SPIM_sample-BrocaAreaS01_SPIM.ome.zarr', 'I48', 'SPIM'],
    ['sub-Mouse 1/notes.txt', 'Mouse 1', null],
    ['submission/readme.txt', null, null],
    ['resub-1/x.nwb', null, null],
    ['dataset_description.json', null, null],
    ['ses-1/notes.txt', null, '1'],
    ['sub-/x.nwb', null, null],
  ])('%s: subject %s, session %s', (path, subject, session) => {
    expect(subjectOf(path)).toBe(subject)
    expect(sessionOf(path)).toBe(session)
  })

  it.each<[string, 'blob' | 'zarr', string]>([
    ['a/b.nwb', 'blob', 'nwb'],
    ['a/B.NWB', 'blob', 'nwb'],
    ['a/b.ome.zarr', 'zarr', 'ome.zarr'],
    ['a/b.nwb.zarr', 'zarr', 'nwb.zarr'],
    ['a/b.zarr', 'zarr', 'zarr'],
    ['a/b.ngff', 'zarr', 'ngff'],
    ['a/volume', 'zarr', 'zarr'],
    ['a/b.nii.gz', 'blob', 'nii.gz'],
    ['a/b.ome.tif', 'blob', 'ome.tif'],
    ['a/b.ome.tiff', 'blob', 'ome.tiff'],
    ['a/b.tar.gz', 'blob', 'tar.gz'],
    ['a.b/README', 'blob', 'other'],
    ['a/b.', 'blob', 'other'],
    ['a/x.verylongextension', 'blob', 'other'],
    ['a/.bidsignore', 'blob', 'other'],
    ['a/b.json', 'blob', 'json'],
  ])('%s (%s) is of type %s', (path, kind, type) => {
    expect(typeOf({ path, kind })).toBe(type)
  })
})

describe('instances', () => {
  it.each([
    ['dandi', 'DANDI_API_KEY'],
    ['ember-dandi', 'EMBER_DANDI_API_KEY'],
    ['dandi-sandbox', 'DANDI_SANDBOX_API_KEY'],
    ['linc', 'LINC_API_KEY'],
  ])('%s has its key in %s, as the dandi client spells it', (name, variable) => {
    expect(apiKeyVariable(name)).toBe(variable)
  })

  it('are the known ones, and a person’s own in place of those of the same name', () => {
    const own = { ...dandi(), apiUrl: 'http://localhost:1/api' }
    const all = allInstances([own, { ...own, name: 'lab' }])
    expect(all.filter((it) => it.name === 'dandi')).toEqual([own])
    expect(all).toHaveLength(builtInInstances.length + 1)
  })

  it('have addresses without a slash at the end', () => {
    for (const { apiUrl, webUrl, s3Url } of builtInInstances) {
      expect(apiUrl).toMatch(/\/api$/)
      for (const url of [webUrl, s3Url]) if (url !== null) expect(url).not.toMatch(/\/$/)
    }
  })
})

function dandi() {
  const found = builtInInstances.find((it) => it.name === 'dandi')
  if (!found) throw new Error('dandi is not among the built-in instances')
  return found
}

describe('settings', () => {
  it('start within their own bounds', () => {
    const settings = defaultSettings('/data')
    for (const [name, { min, max }] of Object.entries(settingsBounds)) {
      const value = settings[name as keyof typeof settingsBounds]
      if (value === null) continue
      expect([name, value >= min && value <= max]).toEqual([name, true])
    }
  })
})
