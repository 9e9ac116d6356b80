import { closeSync, fstatSync, lstatSync, openSync, readSync } from 'node:fs'

const PIECE_BYTES = 1024 * 1024

/** The bytes of a file from `start` to `end` in pieces, each good until the next is asked for. */
export function* piecesOf(
  file: string,
  start = 0,
  end = Number.POSITIVE_INFINITY,
): Generator<Buffer> {
  const fd = openSync(file, 'r')
  try {
    const last = Math.min(end, fstatSync(fd).size)
    const block = Buffer.allocUnsafe(Math.max(0, Math.min(PIECE_BYTES, last - start)))
    for (let at = start; at < last; ) {
      const read = readSync(fd, block, 0, Math.min(block.length, last - at), at)
      if (read === 0) throw new Error(`${file} ended at ${at} while it was read`)
      yield block.subarray(0, read)
      at += read
    }
  } finally {
    closeSync(fd)
  }
}

/** Where a file is not what it should be: the first byte of the piece, or its length; null if it is. */
export function differsAt(file: string, wanted: Iterable<Buffer>): number | null {
  let at = 0
  for (const chunk of wanted) {
    let from = at
    for (const piece of piecesOf(file, at, at + chunk.length)) {
      if (!piece.equals(chunk.subarray(from - at, from - at + piece.length))) return from
      from += piece.length
    }
    at += chunk.length
    if (from < at) return from
  }
  return lstatSync(file).size === at ? null : at
}
