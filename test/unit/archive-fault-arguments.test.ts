import { afterEach, expect, it } from 'vitest'
import { type Archive, startArchive } from '../archive/archive.ts'
import { faultHelp, faultOf, plainFaults } from '../archive/fault-arguments.ts'

let archive: Archive | undefined
afterEach(() => archive?.close())

it.each([
  ['cut,after=1000', { name: 'cut', afterBytes: 1000 }],
  ['truncate,after=0', { name: 'truncate', afterBytes: 0 }],
  ['shorten,to=7', { name: 'shorten', toBytes: 7 }],
  ['stall,after=5,times=1', { name: 'stall', afterBytes: 5, times: 1 }],
  ['flip,at=3,path=sub-A/a.nwb', { name: 'flip', atByte: 3, where: 'sub-A/a.nwb' }],
  ['slow,rate=500000,service=s3', { name: 'slow', bytesPerSecond: 500_000, service: 's3' }],
  ['latency,ms=20,method=propfind', { name: 'latency', delayMs: 20, method: 'PROPFIND' }],
  ['wrong-content-range', { name: 'wrong-content-range', byBytes: 1 }],
  ['unavailable', { name: 'unavailable', retryAfter: undefined }],
  [
    'too-many-requests,wait=3,form=date,skip=5',
    { name: 'too-many-requests', retryAfter: { seconds: 3, form: 'date' }, skip: 5 },
  ],
  ['connection-limit,limit=2', { name: 'connection-limit', limit: 2, answer: 'reset' }],
  ['redirect-loop', { name: 'redirect-loop' }],
])('--fault %s is read as it is meant', (text, rule) => {
  expect(faultOf(text)).toEqual(rule)
})

it.each([
  ['brake', /“brake” is no fault/],
  ['cut', /after=NUMBER/],
  ['cut,after=soon', /after=NUMBER/],
  ['gone,service=ftp', /“ftp” is no service/],
  ['gone,paths=sub-A', /knows no “paths”/],
])('--fault %s is refused with what is wrong', (text, why) => {
  expect(() => faultOf(text)).toThrow(why)
})

it.each(plainFaults)('--fault %s needs no value, and the help names it', (name) => {
  expect(faultOf(name)).toEqual({ name })
  expect(faultHelp).toContain(name)
})

it('a fault strikes where and as often as it was told', async () => {
  archive = await startArchive()
  archive.faults.add(faultOf('dead,service=webdav,times=1'))
  const ask = async () => (await fetch(`${archive?.urls.webdav}/dandisets/200001/draft/`)).status
  expect([await ask(), await ask()]).toEqual([503, 200])
})
