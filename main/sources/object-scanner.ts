/** Cuts a JSON array of objects into the texts of its objects while it arrives. */
export interface ObjectScanner {
  /** The objects that this chunk completes. Throws `SyntaxError` when it is no array of objects. */
  write(chunk: Uint8Array): readonly string[]
  /** Whether the array's end was seen. */
  isComplete(): boolean
}

const quote = 0x22
const backslash = 0x5c
/** `{` and `[`, `}` and `]`. */
const opening: readonly number[] = [0x7b, 0x5b]
const closing: readonly number[] = [0x7d, 0x5d]

/**
 * It counts braces outside of texts and leaves the objects to `JSON.parse`: many times faster than
 * a parser that makes a value of every token, and as strict about what is between the objects.
 */
export function createObjectScanner(): ObjectScanner {
  const scan: Scan = { state: 'start', index: 0, start: 0, depth: 0, inText: false }
  let carried: Buffer = Buffer.alloc(0)
  const write = (chunk: Uint8Array): readonly string[] => {
    const bytes = Buffer.concat([carried, chunk])
    const found: string[] = []
    while (scan.index < bytes.length && stepOn(scan, bytes)) {
      if (scan.state === 'after' && scan.start < scan.index) found.push(takeObject(scan, bytes))
    }
    const kept = scan.state === 'object' ? scan.start : bytes.length
    carried = bytes.subarray(kept)
    scan.index -= kept
    scan.start = 0
    return found
  }
  return { write, isComplete: () => scan.state === 'end' }
}

interface Scan {
  state: State
  /** The next byte to look at. */
  index: number
  /** Where the object under way begins. */
  start: number
  depth: number
  inText: boolean
}

/** Goes over one object or one byte between objects; false when it needs more bytes. */
function stepOn(scan: Scan, bytes: Buffer): boolean {
  if (scan.state === 'object') {
    if (!advance(scan, bytes)) return false
    scan.state = 'after'
    return true
  }
  scan.state = stateAfter(scan.state, bytes[scan.index] ?? 0)
  if (scan.state !== 'object') scan.index += 1
  scan.start = scan.index
  return true
}

function takeObject(scan: Scan, bytes: Buffer): string {
  const text = bytes.toString('utf8', scan.start, scan.index)
  scan.start = scan.index
  return text
}

type State = 'start' | 'first' | 'object' | 'after' | 'next' | 'end'

/** What one byte between objects leads to. */
function stateAfter(state: State, byte: number): State {
  const character = String.fromCharCode(byte)
  if (/[ \t\r\n]/.test(character)) return state
  if (character === '[' && state === 'start') return 'first'
  if (character === '{' && (state === 'first' || state === 'next')) return 'object'
  if (character === ',' && state === 'after') return 'next'
  if (character === ']' && (state === 'first' || state === 'after')) return 'end'
  throw new SyntaxError(`${JSON.stringify(character)} where none can be`)
}

/** Goes on to the object's end; false when the bytes end first, in a text at its beginning. */
function advance(scan: Scan, bytes: Buffer): boolean {
  while (scan.index < bytes.length) {
    if (scan.inText) {
      const end = endOfText(bytes, scan.index)
      if (end < 0) return false
      scan.index = end
      scan.inText = false
      continue
    }
    const byte = bytes[scan.index] ?? 0
    scan.index += 1
    scan.inText = byte === quote
    if (opening.includes(byte)) scan.depth += 1
    if (closing.includes(byte)) scan.depth -= 1
    if (scan.depth === 0) return true
  }
  return false
}

/** Index after the quote that ends the text which begins here; -1 when it is not there yet. */
function endOfText(bytes: Buffer, begin: number): number {
  for (let from = begin; ; ) {
    const end = bytes.indexOf(quote, from)
    if (end < 0) return -1
    let slashes = 0
    while (end - slashes > begin && bytes[end - slashes - 1] === backslash) slashes += 1
    if (slashes % 2 === 0) return end + 1
    from = end + 1
  }
}
