import { hash } from 'node:crypto'
import { byByteOrder } from './byte-order.ts'

export interface ChecksumFile {
  readonly key: string
  readonly md5: string
  readonly sizeBytes: number
}

interface Folder {
  readonly folders: Map<string, Folder>
  readonly files: { readonly name: string; readonly md5: string; readonly sizeBytes: number }[]
}

interface Sum {
  readonly digest: string
  readonly files: number
  readonly sizeBytes: number
}

/** `dandi-zarr-checksum` of a tree of files; for none it is that of the empty Zarr. */
export function zarrChecksum(files: Iterable<ChecksumFile>): string {
  const root = newFolder()
  for (const file of files) insert(root, file)
  return sumOf(root).digest
}

function newFolder(): Folder {
  return { folders: new Map(), files: [] }
}

function insert(root: Folder, file: ChecksumFile): void {
  const names = file.key.split('/')
  const name = names.pop() ?? ''
  let folder = root
  for (const step of names) {
    const next = folder.folders.get(step) ?? newFolder()
    folder.folders.set(step, next)
    folder = next
  }
  folder.files.push({ name, md5: file.md5, sizeBytes: file.sizeBytes })
}

function sumOf(folder: Folder): Sum {
  let count = folder.files.length
  let sizeBytes = 0
  const directories: string[] = []
  for (const name of [...folder.folders.keys()].sort(byByteOrder)) {
    const below = sumOf(folder.folders.get(name) ?? newFolder())
    count += below.files
    sizeBytes += below.sizeBytes
    directories.push(line(below.digest, name, below.sizeBytes))
  }
  const files: string[] = []
  for (const file of folder.files.sort((a, b) => byByteOrder(a.name, b.name))) {
    sizeBytes += file.sizeBytes
    files.push(line(file.md5, file.name, file.sizeBytes))
  }
  const manifest = `{"directories":[${directories.join(',')}],"files":[${files.join(',')}]}`
  return { digest: `${hash('md5', manifest)}-${count}--${sizeBytes}`, files: count, sizeBytes }
}

function line(digest: string, name: string, sizeBytes: number): string {
  return `{"digest":"${digest}","name":${asciiJson(name)},"size":${sizeBytes}}`
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
