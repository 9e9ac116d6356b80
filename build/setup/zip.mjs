import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'

/** @typedef {{ name: string, mode: number, method: number, compressedBytes: number, headerAt: number }} ZipEntry */

/**
 * Unpacks a zip of less than 4 GB into `target`. It is written here because set-up runs before any
 * package is there.
 * @param {string} zip
 * @param {string} target
 * @param {(name: string) => string | undefined} place gives an entry its path in `target`, or none
 */
export async function unzip(zip, target, place) {
  const file = await open(zip)
  try {
    for (const entry of await readDirectory(file)) {
      const path = place(entry.name)
      if (path === undefined || entry.name.endsWith('/')) continue
      await extract({ file, zip }, entry, join(target, path))
    }
  } finally {
    await file.close()
  }
}

/**
 * The central directory, found from the end of the file.
 * @param {import('node:fs/promises').FileHandle} file
 * @returns {Promise<ZipEntry[]>}
 */
async function readDirectory(file) {
  const { size } = await file.stat()
  const tail = await read(file, Math.max(0, size - 65_557), Math.min(size, 65_557))
  const end = tail.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('this is no zip file')
  const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const entries = []
  for (let at = 0; at < directory.length; ) {
    const nameBytes = directory.readUInt16LE(at + 28)
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameBytes),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      method: directory.readUInt16LE(at + 10),
      compressedBytes: directory.readUInt32LE(at + 20),
      headerAt: directory.readUInt32LE(at + 42),
    })
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return entries
}

/**
 * @param {{ file: import('node:fs/promises').FileHandle, zip: string }} archive
 * @param {ZipEntry} entry
 * @param {string} path
 */
async function extract({ file, zip }, entry, path) {
  const header = await read(file, entry.headerAt, 30)
  const start = entry.headerAt + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  await mkdir(dirname(path), { recursive: true })
  if ((entry.mode & 0o170000) === 0o120000) {
    return symlink((await read(file, start, entry.compressedBytes)).toString(), path)
  }
  const source =
    entry.compressedBytes === 0
      ? [Buffer.alloc(0)]
      : createReadStream(zip, { start, end: start + entry.compressedBytes - 1 })
  const sink = createWriteStream(path)
  if (entry.method === 0 || entry.compressedBytes === 0) await pipeline(source, sink)
  else await pipeline(source, createInflateRaw(), sink)
  if ((entry.mode & 0o777) !== 0) await chmod(path, entry.mode & 0o777)
}

/**
 * @param {import('node:fs/promises').FileHandle} file
 * @param {number} position
 * @param {number} length
 */
async function read(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}
