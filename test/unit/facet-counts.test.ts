import { expect, it } from 'vitest'
import { createFileIndex } from '../../main/catalog/file-index.ts'
import type { Entry } from '../../main/model/entry.ts'
import { cutFacets } from '../../main/model/facet-lists.ts'
import { everything } from '../../main/model/selection.ts'

const fileAt = (path: string, sizeBytes: number): Entry => ({
  path,
  kind: 'blob',
  assetId: null,
  sizeBytes,
  checksum: null,
  sha256: null,
  modifiedAt: null,
  contentUrl: null,
  blobId: null,
  zarrId: null,
  encodingFormat: null,
  subject: null,
  session: null,
  study: null,
})

it.each([
  ['with files of no subject, which are told last', 3],
  ['without', 0],
])('of very many subjects those with most files are told, as people count, %s', async (_, none) => {
  const files: Entry[] = []
  const all = Array.from({ length: 1200 }, (_each, at) => {
    const value = String(at + 1)
    const count = 1 + ((at * 7) % 3)
    for (let of = 0; of < count; of += 1)
      files.push(fileAt(`sub-${value}/sub-${value}_ses-${of}.nwb`, 10))
    return { value, files: count, sizeBytes: count * 10 }
  })
  for (let at = 0; at < none; at += 1) files.push(fileAt(`readme-${at}.md`, 1))
  const index = createFileIndex()
  index.add(files.toReversed())
  const rest = none > 0 ? [{ value: '', files: none, sizeBytes: none }] : []
  const wanted = cutFacets([...all, ...rest], { asked: new Set(), text: '' })
  const told = await index.facets(everything)
  expect(told.subject).toEqual(wanted.values)
  expect(told.more.subject).toBe(wanted.more)
  expect(told.subject).toHaveLength(500)
})
