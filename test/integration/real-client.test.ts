import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'
import { type DandiClient, startDandiClient } from '../support/dandi-client.ts'

const client = process.env.DANDI_CLIENT ?? ''

let archive: Archive
let home: string
let dandi: DandiClient | null = null
let folder: string

beforeAll(async () => {
  archive = await startArchive()
  home = await mkdtemp(join(tmpdir(), 'real-client-home-'))
  // It would ask the network for a newer release.
  const env = { PATH: process.env.PATH ?? '', HOME: home, DANDI_NO_ET: '1' }
  if (client !== '') dandi = startDandiClient(client, env)
})
afterAll(async () => {
  dandi?.close()
  await archive.close()
  await rm(home, { recursive: true, force: true })
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'real-client-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function download(
  args: readonly string[],
  keys: Readonly<Record<string, string>> = {},
): Promise<string> {
  const out = join(folder, 'out')
  await mkdir(out, { recursive: true })
  await dandi?.run(['download', '--format', 'debug', '-o', out, ...args], keys)
  return out
}

/** Path with forward slashes → bytes of every file below a folder. */
async function filesBelow(root: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const found = new Map<string, Buffer>()
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    found.set(relative(root, path), await readFile(path))
  }
  return found
}

/** What should be below a folder when these assets were put at these paths. */
function wanted(id: string, places: readonly (readonly [path: string, to: string])[]) {
  const files = new Map<string, Buffer>()
  for (const [path, to] of places) {
    if (archive.entry(id, 'draft', path).zarrId === undefined) {
      files.set(to, archive.bytesOf(id, 'draft', path))
      continue
    }
    for (const [key, bytes] of archive.zarrBytesOf(id, 'draft', path)) {
      files.set(`${to}/${key}`, bytes)
    }
  }
  return files
}

function expectSame(found: Map<string, Buffer>, expected: Map<string, Buffer>): void {
  expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
  const different = [...expected].filter(([path, bytes]) => !found.get(path)?.equals(bytes))
  expect(different.map(([path]) => path)).toEqual([])
}

function title(): string {
  const reason = client === '' ? ': DANDI_CLIENT is not set to the path of the dandi command' : ''
  return `the real dandi client against the local archive${reason}`
}

describe.runIf(client !== '')(title(), { timeout: 120_000 }, () => {
  it('downloads a dandiset with Zarrs, empty ones and odd keys among them', async () => {
    const out = await download([`${archive.urls.api}/dandisets/200006/`])
    const found = await filesBelow(join(out, '200006'))
    expect(found.delete('dandiset.yaml')).toBe(true)
    const paths = archive.paths('200006', 'draft')
    expectSame(
      found,
      wanted(
        '200006',
        paths.map((path) => [path, path]),
      ),
    )
  })

  it('downloads a folder', async () => {
    const url = `${archive.urls.web}/dandiset/200018/draft/files?location=sub-R01`
    const out = await download([url])
    const paths = archive.paths('200018', 'draft').filter((it) => it.startsWith('sub-R01/'))
    expect(paths).toHaveLength(6)
    expectSame(
      await filesBelow(out),
      wanted(
        '200018',
        paths.map((path) => [path, path]),
      ),
    )
  })

  it('downloads a subject of a release', async () => {
    const path = `${archive.urls.api}/dandisets/200001/versions/0.210423.1032/assets/?path=sub-R01`
    const out = await download(['--preserve-tree', path])
    const found = await filesBelow(join(out, '200001'))
    expect(found.delete('dandiset.yaml')).toBe(true)
    const paths = archive.paths('200001', 'draft')
    expectSame(
      found,
      wanted(
        '200001',
        paths.map((it) => [it, it]),
      ),
    )
  })

  it('downloads what matches a pattern', async () => {
    const url = `${archive.urls.api}/dandisets/200018/versions/draft/assets/?glob=*R03*`
    const out = await download([url])
    const paths = archive.paths('200018', 'draft').filter((it) => it.includes('R03'))
    const places = paths.map((path) => [path, path.split('/').at(-1) ?? ''] as const)
    const found = [...(await filesBelow(out))].map(
      ([path, bytes]) => [path.split('/').at(-1) ?? '', bytes] as const,
    )
    expectSame(new Map(found), wanted('200018', places))
  })

  it('downloads a Zarr by the id of its asset', async () => {
    const path = archive.paths('200006', 'draft').find((it) => it.includes('LEC')) ?? ''
    const { assetId } = archive.entry('200006', 'draft', path)
    const out = await download([`${archive.urls.api}/assets/${assetId}/`])
    const name = path.split('/').at(-1) ?? ''
    expectSame(await filesBelow(out), wanted('200006', [[path, name]]))
  })

  it('downloads embargoed data with a key, which the bucket never sees', async () => {
    archive.clearRequests()
    const { host } = new URL(archive.urls.web)
    const url = `${archive.urls.web}/dandiset/200007/draft/files?location=sub-P01`
    const out = await download([url], { [`${host}_API_KEY`]: demoToken })
    const paths = archive.paths('200007', 'draft').filter((it) => it.startsWith('sub-P01/'))
    expectSame(
      await filesBelow(out),
      wanted(
        '200007',
        paths.map((path) => [path, path]),
      ),
    )
    const toBucket = archive.requests.filter((it) => it.service === 's3')
    expect(toBucket.every((it) => it.headers.authorization === undefined)).toBe(true)
  })

  it('says no to what is not there', async () => {
    const url = `${archive.urls.api}/dandisets/200001/versions/0.230101.0000/`
    await expect(download([url])).rejects.toThrow('No such version')
  })
})
