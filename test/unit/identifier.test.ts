import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ArchiveRef, Pick } from '../../main/model/entry.ts'
import { type Identified, identify, identifyOn } from '../../main/model/identifier.ts'
import { apiKeyVariable, builtInInstances } from '../../main/model/instances.ts'

const local = {
  name: '127.0.0.1:9900',
  apiUrl: 'http://127.0.0.1:9900/api',
  webUrl: null,
  s3Url: 'http://127.0.0.1:9901/bucket',
  webdavUrl: 'http://127.0.0.1:9902',
}
const instances = [...builtInInstances, local]
const options = { instances, defaultInstance: 'dandi' }
const uuid = '0a748f90-d497-4a9c-822e-9c63811db412'

function all(text: string, more = {}): readonly Identified[] {
  return identify(text, { ...options, ...more })
}

function one(text: string, more = {}): Identified {
  const found = all(text, more)
  expect(found).toHaveLength(1)
  return found[0] as Identified
}

function ref(dandisetId: string | null, version: string | null = null, pick?: Pick): ArchiveRef {
  return { instance: 'dandi', dandisetId, version, pick: pick ?? { kind: 'dandiset' } }
}

function meant(text: string, more = {}): ArchiveRef {
  const found = one(text, more)
  if (found.kind !== 'ref') throw new Error(`${text}: ${JSON.stringify(found)}`)
  return found.ref
}

interface Vector {
  readonly id: string
  readonly glob: boolean
  readonly result: {
    readonly type?: string
    readonly instance: string
    readonly api: string
    readonly dandiset: string | null
    readonly version: string | null
    readonly path?: string
    readonly asset_id?: string
  }
}

const fixture = new URL('../fixtures/identifiers-of-the-dandi-client.json', import.meta.url)
const vectors = JSON.parse(readFileSync(fixture, 'utf8')) as readonly Vector[]
const accepted = vectors.filter(({ result }) => result.type !== undefined)
/** The client takes the web app's second query parameter for a part of the folder's name. */
const mendedPath = (path: string) => path.replace('&page=1', '')

function pickOf({ result }: Vector): Pick {
  const path = mendedPath(result.path ?? '')
  switch (result.type) {
    case 'AssetFolderURL':
      return { kind: 'folder', path }
    case 'AssetItemURL':
      return path === 'dandiset.yaml' ? { kind: 'dandiset-yaml' } : { kind: 'item', path }
    case 'AssetPathPrefixURL':
      return { kind: 'prefix', prefix: path }
    case 'AssetGlobURL':
      return { kind: 'glob', pattern: path }
    case 'AssetIDURL':
    case 'BaseAssetIDURL':
      return { kind: 'asset', assetId: result.asset_id ?? '' }
    default:
      return { kind: 'dandiset' }
  }
}

describe('what the real client accepts', () => {
  it.each(accepted.map((vector) => [`${vector.id}${vector.glob ? ' as a pattern' : ''}`, vector]))(
    '%s',
    (_name, vector) => {
      const { id, glob, result } = vector as Vector
      const found = one(id, { glob })
      if (id.startsWith('https://example.org/')) {
        expect(found).toMatchObject({ lookup: { kind: 'host', origin: 'https://example.org' } })
        return
      }
      expect(found).toMatchObject({
        ref: {
          instance: result.instance,
          dandisetId: result.dandiset,
          version: result.version,
          pick: pickOf(vector as Vector),
        },
      })
      expect(instances.find(({ name }) => name === result.instance)?.apiUrl).toBe(result.api)
    },
  )
})

describe('what people paste', () => {
  it.each<[string, ArchiveRef]>([
    ['27', ref('000027')],
    ['000027', ref('000027')],
    ['000027/draft', ref('000027', 'draft')],
    ['000027@0.210831.2033', ref('000027', '0.210831.2033')],
    ['DANDI:27', ref('000027')],
    ['dandi:000027', ref('000027')],
    ['Dandi: 000027', ref('000027')],
    ['DANDI:000027/latest', ref('000027')],
    ['dandiset/000027', ref('000027')],
    ['dandiset 000027', ref('000027')],
    ['  "DANDI:000027". ', ref('000027')],
    ['<https://dandiarchive.org/dandiset/000027>', ref('000027')],
    ['(https://dandiarchive.org/dandiset/000027/draft),', ref('000027', 'draft')],
    ['\u200bDANDI:000027\u00a0', ref('000027')],
    ['http://dandiarchive.org/dandiset/000027', ref('000027')],
    ['HTTPS://DANDIARCHIVE.ORG/dandiset/000027', ref('000027')],
    ['dandiarchive.org/dandiset/000027/draft', ref('000027', 'draft')],
    ['https://www.dandiarchive.org/dandiset/27', ref('000027')],
    [
      'https://dandiarchive.org/dandiset/000027/draft/files?page=1&location=sub-A%2Fb%2Bc',
      ref('000027', 'draft', { kind: 'folder', path: 'sub-A/b+c/' }),
    ],
    [
      'https://dandiarchive.org/#/dandiset/000027/draft/files?location=sub-A',
      ref('000027', 'draft', { kind: 'folder', path: 'sub-A/' }),
    ],
    ['https://gui.dandiarchive.org/#/dandiset/000027/files', ref('000027')],
    ['10.48324/dandi.000027/0.210831.2033', ref('000027', '0.210831.2033')],
    ['doi:10.48324/dandi.000027', ref('000027')],
    ['DOI: 10.48324/DANDI.000027/0.210831.2033.', ref('000027', '0.210831.2033')],
    ['https://doi.org/10.48324/dandi.000027/0.210831.2033', ref('000027', '0.210831.2033')],
    ['http://dx.doi.org/10.48324/dandi.000027', ref('000027')],
    [
      '10.60533/ember-dandi.000542/0.260924.1156',
      { ...ref('000542', '0.260924.1156'), instance: 'ember-dandi' },
    ],
    ['10.80507/dandi.000542', { ...ref('000542'), instance: 'dandi-sandbox' }],
    ['https://identifiers.org/DANDI:000027/0.210831.2033', ref('000027', '0.210831.2033')],
    ['https://bioregistry.io/dandi:000027', ref('000027')],
    ['https://github.com/dandisets/000027.git', ref('000027')],
    [
      `https://neurosift.app/nwb?url=https://api.dandiarchive.org/api/assets/${uuid}/download/&dandisetId=000003`,
      ref(null, null, { kind: 'asset', assetId: uuid }),
    ],
    ['https://neurosift.app/?p=/nwb&dandisetId=000003', ref('000003')],
    [
      'https://api.dandiarchive.org/api/dandisets/000003/versions/draft/info/',
      ref('000003', 'draft'),
    ],
    [
      'https://api.dandiarchive.org/api/dandisets/000003/versions/draft/assets/',
      ref('000003', 'draft'),
    ],
    [
      'https://api.dandiarchive.org/api/dandisets/000003/versions/draft/assets/?path=a&order=path',
      ref('000003', 'draft', { kind: 'prefix', prefix: 'a' }),
    ],
    [
      'https://api.dandiarchive.org/api/dandisets/000003/versions/draft/assets/paths/?path_prefix=a%2Fb',
      ref('000003', 'draft', { kind: 'folder', path: 'a/b/' }),
    ],
    [
      `https://api.dandiarchive.org/api/assets/${uuid.toUpperCase()}/download/?content_disposition=inline`,
      ref(null, null, { kind: 'asset', assetId: uuid }),
    ],
    [
      `https://api.dandiarchive.org/api/zarr/${uuid}/files/?prefix=0`,
      ref(null, null, { kind: 'zarr', zarrId: uuid }),
    ],
    [
      `https://dandiarchive.s3.amazonaws.com/blobs/0a7/48f/${uuid}?versionId=x`,
      ref(null, null, { kind: 'blob', blobId: uuid }),
    ],
    [
      `https://dandiarchive.s3.us-east-2.amazonaws.com/zarr/${uuid}/0/0`,
      ref(null, null, { kind: 'zarr', zarrId: uuid }),
    ],
    [
      `https://s3.us-east-2.amazonaws.com/dandiarchive/blobs/0a7/48f/${uuid}`,
      ref(null, null, { kind: 'blob', blobId: uuid }),
    ],
    [`s3://dandiarchive/zarr/${uuid}/`, ref(null, null, { kind: 'zarr', zarrId: uuid })],
    ['s3://dandiarchive/dandisets/000027/draft/assets.jsonld', ref('000027', 'draft')],
    [
      'https://dandiarchive.s3.amazonaws.com/dandisets/000027/0.210831.2033/dandiset.yaml',
      ref('000027', '0.210831.2033', { kind: 'dandiset-yaml' }),
    ],
    ['https://webdav.dandiarchive.org/dandisets/000027/', ref('000027')],
    ['https://webdav.dandiarchive.org/dandisets/000027/latest/', ref('000027')],
    [
      'https://webdav.dandiarchive.org/dandisets/000027/releases/0.210831.2033',
      ref('000027', '0.210831.2033'),
    ],
    [
      'https://webdav.dandiarchive.org/dandisets/000027/draft/sub-A/b%20c.nwb',
      ref('000027', 'draft', { kind: 'item', path: 'sub-A/b c.nwb' }),
    ],
    [
      'https://webdav.dandiarchive.org/dandisets/000027/draft/sub-A/',
      ref('000027', 'draft', { kind: 'folder', path: 'sub-A/' }),
    ],
    [
      'https://webdav.dandiarchive.org/dandisets/000108/draft/sub/a.ome.zarr/0/',
      ref('000108', 'draft', { kind: 'item', path: 'sub/a.ome.zarr' }),
    ],
    [
      `https://webdav.dandiarchive.org/zarrs/0a7/48f/${uuid}/abc-1--2.zarr/`,
      ref(null, null, { kind: 'zarr', zarrId: uuid }),
    ],
    [
      'dandi://dandi/000027/a%20b/c d.nwb',
      ref('000027', null, { kind: 'item', path: 'a b/c d.nwb' }),
    ],
  ])('%s', (text, expected) => {
    expect(meant(text)).toEqual(expected)
  })

  it.each<[string, readonly string[]]>([
    ['27, 000029;DANDI:3', ['000027', '000029', '000003']],
    [
      'DANDI:000027 https://dandiarchive.org/dandiset/000029 000003',
      ['000027', '000029', '000003'],
    ],
    ['000027\r\n\r\n  000029\n', ['000027', '000029']],
    ['', []],
    [' \n ,', []],
  ])('several: %j', (text, ids) => {
    const refs = all(text).map((found) => (found.kind === 'ref' ? found.ref.dandisetId : found))
    expect(refs).toEqual(ids)
  })
})

describe('a whole command line', () => {
  it('means its identifiers, with its instance and its kind of path', () => {
    const line =
      "$ dandi download -o out --existing=skip -J 6:4 -i dandi-sandbox --path-type glob 'dandi://dandi-sandbox/000027/sub-*/*.nwb' DANDI:000029"
    const [first, second] = all(line)
    expect(first).toMatchObject({
      ref: { instance: 'dandi-sandbox', pick: { kind: 'glob', pattern: 'sub-*/*.nwb' } },
    })
    expect(second).toMatchObject({ ref: { instance: 'dandi-sandbox', dandisetId: '000029' } })
  })

  it('may be broken over lines and carry an address for an instance', () => {
    expect(meant('dandi download \\\n  -i http://127.0.0.1:9900/api \\\n  DANDI:27').instance).toBe(
      '127.0.0.1:9900',
    )
    expect(one('dandi download -i http://other.example:1/api 27')).toMatchObject({
      lookup: { kind: 'host', origin: 'http://other.example:1', text: '27' },
    })
  })

  it('whose instance shares a service with another means its own', () => {
    const shared = instances.map((one) => ({ ...one, webdavUrl: 'http://127.0.0.1:9902' }))
    const link = 'http://127.0.0.1:9902/dandisets/000027/draft/'
    const asked = { instances: shared, defaultInstance: local.name, instanceAsked: true }
    expect(meant(link, asked).instance).toBe(local.name)
  })

  it('whose link names another instance is a mismatch', () => {
    const found = one('dandi download -i linc https://dandiarchive.org/dandiset/000027')
    expect(found).toMatchObject({
      failure: { code: 'input.mismatch', details: { named: 'dandi', asked: 'linc' } },
    })
  })
})

describe('an asked or self-added instance', () => {
  it('is where identifiers without a host are looked up', () => {
    const asked = { defaultInstance: 'ember-dandi', instanceAsked: true }
    for (const text of ['27', 'DANDI:000027', '10.48324/dandi.000027']) {
      expect(meant(text, asked).instance).toBe('ember-dandi')
    }
    expect(meant('DANDI:000027', { defaultInstance: local.name }).instance).toBe(local.name)
    expect(meant('DANDI:000027', { defaultInstance: 'linc' }).instance).toBe('dandi')
    expect(meant('27', { defaultInstance: 'linc' }).instance).toBe('linc')
  })

  it('is known by its API, its bucket and its WebDAV', () => {
    expect(meant('http://127.0.0.1:9900/api/dandisets/000027/').instance).toBe(local.name)
    expect(meant('http://127.0.0.1:9900/dandiset/000027').instance).toBe(local.name)
    const blob = meant(`http://127.0.0.1:9901/bucket/blobs/0a7/48f/${uuid}`)
    expect(blob).toMatchObject({ instance: local.name, pick: { blobId: uuid } })
    const folder = meant('http://127.0.0.1:9902/dandisets/000027/draft/a%2Bb/')
    expect(folder).toMatchObject({ instance: local.name, pick: { path: 'a+b/' } })
  })

  it('found by a look-up gives the text its meaning', () => {
    const found = { ...local, name: 'other:1', apiUrl: 'http://other:1/api' }
    expect(identifyOn('http://other:2/api/dandisets/000027/', found, false)).toMatchObject({
      instance: 'other:1',
      dandisetId: '000027',
    })
    expect(identifyOn('DANDI:27', found, false)).toMatchObject({ instance: 'other:1' })
  })
})

describe('what needs the network', () => {
  it.each([
    ['http://127.0.0.1:1/api/dandisets/000027/', { kind: 'host', origin: 'http://127.0.0.1:1' }],
    ['https://example.org/whatever', { kind: 'redirect', url: 'https://example.org/whatever' }],
    ['10.1234/other', { kind: 'redirect', url: 'https://doi.org/10.1234/other' }],
    ['https://identifiers.org/other:1', { kind: 'redirect' }],
  ])('%s', (text, lookup) => {
    expect(one(text)).toMatchObject({ kind: 'lookup', lookup })
  })
})

describe('what is wrong is pointed at', () => {
  it.each([
    ['hello', 'form', 'hello'],
    ['hello world', 'form', 'hello world'],
    ['1234567', 'dandiset-id', '1234567'],
    ['DANDI:abc', 'dandiset-id', 'abc'],
    ['DANDI:000027/1.2', 'version', '1.2'],
    ['NOPE:000027', 'instance', 'NOPE'],
    ['dandi://sandbox/000027', 'instance', 'sandbox'],
    ['https://dandiarchive.org/dandiset/00002x', 'dandiset-id', '00002x'],
    ['https://dandiarchive.org/about', 'path', '/about'],
    ['https://dandiarchive.org/', 'whole', 'https://dandiarchive.org/'],
    ['DANDI:000027/draft/sub-RAT123', 'rest', '/sub-RAT123'],
    ['https://api.dandiarchive.org/api/assets/123/', 'asset-id', '123'],
    ['s3://dandiarchive/blobs/abc', 'blob-id', 'abc'],
    ['s3://other/blobs/abc', 'bucket', 'other'],
    ['https://other.s3.amazonaws.com/x', 'bucket', 'other'],
  ])('%s', (text, reason, part) => {
    expect(one(text)).toMatchObject({
      failure: {
        code: 'input.identifier',
        remedy: 'give-up',
        details: { reason, part, at: text.indexOf(part), text },
      },
    })
  })
})

describe('the variable of an API key', () => {
  it.each([
    ['dandi', 'DANDI_API_KEY'],
    ['ember-dandi', 'EMBER_DANDI_API_KEY'],
    ['127.0.0.1:9900', '127.0.0.1:9900_API_KEY'],
  ])('%s', (name, variable) => {
    expect(apiKeyVariable(name)).toBe(variable)
  })
})
