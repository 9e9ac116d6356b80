import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bytesContent, type Content } from '../content/content.ts'
import { sha256Of } from '../content/digest.ts'
import { cell } from '../tree/cell.ts'
import { readJsonIfThere } from './read-json.ts'

/** Real bytes that the data folder has, by what they are or where they belong. */
export interface KnownContents {
  readonly bySha256: (sha256: string) => Content | undefined
  readonly byPath: (dandiset: string, path: string) => Content | undefined
}

interface TextContent {
  readonly files: Readonly<Record<string, string>>
  readonly blobs: Readonly<Record<string, string>>
  readonly blobs_b64: Readonly<Record<string, string>>
}

interface NwbFile {
  readonly file: string
  readonly size: number
  readonly sha256: string
}

export function knownContents(dataDir: string): KnownContents {
  const files = cell(() => nwbFiles(dataDir))
  const small = cell(() => smallFiles(dataDir))
  const texts = new Map<string, ReadonlyMap<string, Content>>()
  const textsOf = (id: string) => {
    const known = texts.get(id) ?? textFiles(dataDir, id)
    texts.set(id, known)
    return known
  }
  return {
    bySha256: (sha256) => files.get().get(sha256) ?? small.get().get(sha256),
    byPath: (id, path) => textsOf(id).get(path),
  }
}

function nwbFiles(dataDir: string): ReadonlyMap<string, Content> {
  const folder = join(dataDir, 'nwb')
  const index = readJsonIfThere<readonly NwbFile[]>(join(folder, 'index.json')) ?? []
  return new Map(
    index.map(({ file, size, sha256 }) => {
      const read = cell(() => readFileSync(join(folder, file)))
      return [sha256, { kind: 'file', sizeBytes: size, read: read.get }]
    }),
  )
}

/** The files below `{id}/content/`. */
function smallFiles(dataDir: string): ReadonlyMap<string, Content> {
  const found = new Map<string, Content>()
  for (const id of readdirSync(dataDir)) {
    const folder = join(dataDir, id, 'content')
    if (!/^\d{6}$/.test(id) || !statSync(folder, { throwIfNoEntry: false })) continue
    for (const name of readdirSync(folder)) {
      const content = bytesContent(readFileSync(join(folder, name)))
      found.set(sha256Of(content) ?? '', content)
    }
  }
  return found
}

function textFiles(dataDir: string, id: string): ReadonlyMap<string, Content> {
  const texts = readJsonIfThere<TextContent>(join(dataDir, id, 'draft.text-content.json.gz'))
  if (!texts) return new Map()
  const contents = new Map<string, Content>()
  for (const [sha256, text] of Object.entries(texts.blobs)) {
    contents.set(sha256, bytesContent(text))
  }
  for (const [sha256, base64] of Object.entries(texts.blobs_b64)) {
    contents.set(sha256, bytesContent(Buffer.from(base64, 'base64')))
  }
  const found = new Map<string, Content>()
  for (const [path, sha256] of Object.entries(texts.files)) {
    const content = contents.get(sha256)
    if (content) found.set(path, content)
  }
  return found
}
