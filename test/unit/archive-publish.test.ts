import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'

const id = '200001'
let archive: Archive

beforeAll(async () => {
  archive = await startArchive()
})
afterAll(() => archive.close())

const json = async (url: string) => (await fetch(url)).json()
const post = (dandiset: string, version = 'draft', token = demoToken) =>
  fetch(`${archive.urls.api}/dandisets/${dandiset}/versions/${version}/publish/`, {
    method: 'POST',
    headers: token === '' ? {} : { Authorization: `token ${token}` },
  })

it('publishing makes a version of the draft with manifests of its own; the draft goes on', async () => {
  const detail = () => json(`${archive.urls.api}/dandisets/${id}/`)
  const before = await detail()
  archive.addAsset(id, 'sub-new/first.nwb', { bytes: 'first' })
  expect((await post(id)).status).toBe(202)
  const { most_recent_published_version: newest, draft_version: draft } = await detail()
  expect(newest.version).not.toBe(before.most_recent_published_version?.version)
  expect(newest).toMatchObject({ status: 'Published', asset_count: draft.asset_count })
  expect(draft.status).toBe('Published')
  archive.changeAsset(id, 'sub-new/first.nwb', { bytes: 'second' })
  expect((await detail()).draft_version.status).toBe('Valid')

  expect(archive.bytesOf(id, newest.version, 'sub-new/first.nwb').toString()).toBe('first')
  const paths = archive.paths(id, newest.version)
  const assets = await json(`${archive.urls.s3}/dandisets/${id}/${newest.version}/assets.jsonld`)
  expect(assets.map(({ path }: { path: string }) => path)).toEqual(paths)
  expect(assets.every((it: object) => 'datePublished' in it)).toBe(true)
  const { version, doi } = await json(
    `${archive.urls.s3}/dandisets/${id}/${newest.version}/dandiset.jsonld`,
  )
  expect([version, doi]).toEqual([newest.version, `10.48324/dandi.${id}/${newest.version}`])
  const folder = await fetch(`${archive.urls.webdav}/dandisets/${id}/latest/`, {
    method: 'PROPFIND',
    headers: { Depth: '1' },
  })
  expect(await folder.text()).toContain('sub-new')
})

it('two versions of one minute have names of their own, the later one behind the other', () => {
  archive.addAsset(id, 'one.nwb', { bytes: 'one' })
  const one = archive.publish(id)
  archive.addAsset(id, 'two.nwb', { bytes: 'two' })
  const two = archive.publish(id)
  expect(two > one).toBe(true)
  expect(archive.paths(id, one)).not.toContain('two.nwb')
})

it('what has not changed, holds a Zarr, or is somebody else’s is not published', async () => {
  expect((await post(id, 'draft', '')).status).toBe(401)
  expect((await post('200003', archive.publish('200003'))).status).toBe(405)
  const again = await post('200003')
  expect([again.status, await again.json()]).toEqual([
    400,
    'There have been no changes to the draft version since the last publish.',
  ])
  const zarr = await post('200006')
  expect([zarr.status, await zarr.json()]).toEqual([
    400,
    ['Cannot publish dandisets which contain zarrs'],
  ])
})
