import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { EngineEvent } from '../../../main/model/events.ts'
import { redact } from '../../../main/model/redact.ts'
import { condense } from '../../../main/shell/condense.ts'
import { linkOf, textOfLink } from '../../../main/shell/deep-link.ts'
import { fileOf } from '../../../main/shell/file-of.ts'
import { keptFile } from '../../../main/shell/kept-file.ts'
import { mayBrowse } from '../../../main/shell/may-browse.ts'
import { stateOf } from '../../../main/shell/window-state.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dandelion-shell-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const key = '0123456789abcdef0123456789abcdef01234567'

it.each([
  [`authorization: token ${key}`, 'authorization: token ***'],
  [`{"Authorization":"token ${key}"}`, '{"Authorization":"token ***"}'],
  [`the key is ${key}.`, 'the key is ***.'],
  [
    'https://b.s3.amazonaws.com/x?X-Amz-Signature=abc&versionId=7&X-Amz-Credential=AKIA%2F1',
    'https://b.s3.amazonaws.com/x?X-Amz-Signature=***&versionId=7&X-Amz-Credential=***',
  ],
  ['http://ada:secret@proxy:3128/', 'http://***@proxy:3128/'],
  ['DANDI_API_KEY=abc', 'DANDI_API_KEY=***'],
])('a secret is taken out of “%s”', (text, clean) => {
  expect(redact(text)).toBe(clean)
})

it('digests and paths stay in the log', () => {
  const text =
    'sub-RAT123/sub-RAT123.nwb dandi-etag:6ec084ca3d3be17ec194a8f700d65344-1 sha256 1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c'
  expect(redact(text)).toBe(text)
})

it.each([
  ['app://dandelion/index.html', '/out/index.html'],
  ['app://dandelion/', '/out/index.html'],
  ['app://dandelion/assets/a%20b.js', '/out/assets/a b.js'],
  ['app://dandelion/../../etc/passwd', '/out/etc/passwd'],
  ['app://dandelion/%2e%2e/%2e%2e/etc/passwd', '/out/etc/passwd'],
  ['app://dandelion/..%2f..%2fetc/passwd', null],
  ['app://dandelion/%00', null],
  ['app://dandelion/%', null],
  ['app://elsewhere/index.html', null],
])('%s is %s', (url, file) => {
  expect(fileOf(url, '/out')).toBe(file)
})

it('only pages of archives, DOIs and neurosift open in the browser', () => {
  const webUrls = ['https://dandiarchive.org', null]
  expect(mayBrowse('https://dandiarchive.org/dandiset/000027', webUrls)).toBe(true)
  expect(mayBrowse('https://doi.org/10.48324/dandi.000027', webUrls)).toBe(true)
  expect(mayBrowse('https://dandiarchive.org.evil.example/', webUrls)).toBe(false)
  expect(mayBrowse('https://me@dandiarchive.org/', webUrls)).toBe(false)
  expect(mayBrowse('file:///etc/passwd', webUrls)).toBe(false)
  expect(mayBrowse('javascript:alert(1)', webUrls)).toBe(false)
})

it('links of the system open what they name', () => {
  expect(textOfLink('dandi://dandi/000027/draft/sub-A/')).toBe('dandi://dandi/000027/draft/sub-A/')
  expect(
    textOfLink('dandelion://open?url=https%3A%2F%2Fdandiarchive.org%2Fdandiset%2F000027'),
  ).toBe('https://dandiarchive.org/dandiset/000027')
  expect(textOfLink('dandelion://open/DANDI:000027')).toBe('DANDI:000027')
  expect(textOfLink('dandelion://search?q=mouse')).toBe('dandelion://search?q=mouse')
  expect(textOfLink('https://example.org')).toBeNull()
  expect(linkOf(['electron', '--flag', 'dandi://dandi/000027'])).toBe('dandi://dandi/000027')
  expect(linkOf(['electron', '/etc/passwd'])).toBeNull()
})

it.each(['dandelion://open/%', 'dandelion://open/%ff', 'dandelion://[', 'dandi:'])(
  'the broken link %s opens nothing',
  (link) => {
    expect(textOfLink(link)).toBeNull()
  },
)

it('of each thing the window gets the newest event, in order', () => {
  const pace = { bytesPerSecond: 1, etaSeconds: null }
  const progress = { kind: 'progress', pace, jobPaces: {}, jobBytes: {}, moving: [] } as const
  const events: readonly EngineEvent[] = [
    { seq: 1, ...progress },
    { seq: 2, kind: 'transfers.changed', jobId: 'a' },
    { seq: 3, kind: 'transfers.changed', jobId: 'b' },
    { seq: 4, ...progress },
    { seq: 5, kind: 'transfers.changed', jobId: 'a' },
  ]
  expect(condense(events).map((event) => event.seq)).toEqual([3, 4, 5])
})

it('a file of the shell is read as it was written, by its owner alone', () => {
  const path = join(folder, 'deep', 'kept.json')
  const file = keptFile(path, (value) => (typeof value === 'string' ? value : 'nothing'))
  expect(file.read()).toBe('nothing')
  file.write('something')
  expect(file.read()).toBe('something')
  if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600)
  writeFileSync(path, '{ broken')
  expect(file.read()).toBe('nothing')
  expect(readFileSync(path, 'utf8')).toBe('{ broken')
})

it('a window state that somebody spoilt is no window state', () => {
  expect(stateOf({ bounds: { x: 1, y: 2, width: 3, height: 'wide' }, maximized: 'yes' })).toEqual({
    bounds: null,
    maximized: false,
  })
  const good = { bounds: { x: 1, y: 2, width: 300, height: 400 }, maximized: true }
  expect(stateOf(good)).toEqual(good)
})
