// The bench's server: a local archive in a process of its own, filled with what the scenarios fetch.
import { once } from 'node:events'
import { startArchive } from '../archive/archive.ts'

const MB = 1_000_000
const flat = '200013'
const zarrs = '200006'
const largeBytes = 1_000 * MB

export interface Served {
  readonly web: string
  readonly api: string
  readonly scenarios: readonly ServedScenario[]
}

export interface ServedScenario {
  readonly name: string
  /** What both DANDI clients are given. */
  readonly identifier: string
  /** The same as a folder or file of WebDAV. */
  readonly webdav: string
  readonly files: readonly {
    readonly url: string
    readonly path: string
    readonly sizeBytes: number
  }[]
}

const archive = await startArchive({ recordLimit: 0 })
archive.addAsset(flat, 'large/one.nwb', { sizeBytes: largeBytes })
for (let at = 0; at < 20; at++) {
  archive.addAsset(flat, `medium/${name(at)}.nwb`, { sizeBytes: Math.round((64 + at * 3.4) * MB) })
}
for (let at = 0; at < 2000; at++) {
  archive.addAsset(flat, `small/${name(at)}.nwb`, { sizeBytes: 2_000 + at * 29 })
}
const zarr = archive.paths(zarrs, 'draft').find((path) => path.includes('NeuN')) ?? ''
for (let at = 0; at < 4000; at++) {
  const key = `9/${Math.floor(at / 100)}/${at % 100}`
  archive.changeZarrEntry(zarrs, zarr, key, { sizeBytes: 1_000 + (at % 1000) * 40 })
}

function name(at: number): string {
  return String(at).padStart(4, '0')
}

function folder(title: string, prefix: string): ServedScenario {
  const paths = archive.paths(flat, 'draft').filter((path) => path.startsWith(prefix))
  return {
    name: title,
    identifier: `${archive.urls.api}/dandisets/${flat}/versions/draft/assets/?path=${prefix}`,
    webdav: `${archive.urls.webdav}/dandisets/${flat}/draft/${prefix}`,
    files: paths.map((path) => {
      const { s3Url, sizeBytes } = archive.entry(flat, 'draft', path)
      return { url: s3Url, path, sizeBytes }
    }),
  }
}

function ofZarr(title: string): ServedScenario {
  const { s3Url } = archive.entry(zarrs, 'draft', zarr)
  const entries = [...archive.zarrBytesOf(zarrs, 'draft', zarr)]
  return {
    name: title,
    identifier: `${archive.urls.api}/dandisets/${zarrs}/versions/draft/assets/?path=${zarr}`,
    webdav: `${archive.urls.webdav}/dandisets/${zarrs}/draft/${zarr}/`,
    files: entries.map(([key, bytes]) => ({
      url: s3Url + key.split('/').map(encodeURIComponent).join('/'),
      path: key,
      sizeBytes: bytes.length,
    })),
  }
}

const served: Served = {
  web: archive.urls.web,
  api: archive.urls.api,
  scenarios: [
    folder('one file of 1 GB', 'large/'),
    folder('20 files of 64 to 130 MB', 'medium/'),
    folder('2,000 small files', 'small/'),
    ofZarr('a Zarr of some 4,000 entries'),
  ],
}
process.stdout.write(`${JSON.stringify(served)}\n`)
await once(process, 'SIGTERM')
await archive.close()
