/**
 * Scalars as libyaml writes them for Python's safe dumper: plain where that is read back as the
 * same text, else in single quotes, else in double ones; folded after column 80.
 * https://github.com/yaml/libyaml/blob/master/src/emitter.c
 */

const foldAfter = 80

/** Text that a YAML 1.1 reader would take for something other than text when it has no quotes. */
const notText = [
  /^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  /^[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?$/,
  /^\.[0-9][0-9_]*([eE][-+][0-9]+)?$/,
  /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*$/,
  /^([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
  /^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
  /^(~|null|Null|NULL|<<|=|)$/,
  /^\d{4}-\d\d-\d\d$/,
  /^\d{4}-\d\d?-\d\d?([Tt]|[ \t]+)\d\d?:\d\d:\d\d(\.\d*)?([ \t]*(Z|[-+]\d\d?(:\d\d)?))?$/,
]

/** Where a scalar is written. */
export interface ScalarPlace {
  /** Column at which its first character stands. */
  readonly column: number
  /** Spaces before each line but the first. */
  readonly indent: number
  /** Keys are never folded. */
  readonly isKey: boolean
}

/** The text as a YAML scalar. */
export function yamlText(text: string, place: ScalarPlace): string {
  if (isPlain(text)) return fold(text, place, { open: '', write: (character) => character })
  if (isSingle(text) && !(place.isKey && text.includes('\n'))) return singleQuoted(text, place)
  return doubleQuoted(text, place)
}

function isPlain(text: string): boolean {
  if (text.includes('\n') || /^ | $/.test(text) || hasSpecial(text)) return false
  if (/^(---|\.\.\.)/.test(text) || notText.some((pattern) => pattern.test(text))) return false
  if (/^[#,[\]{}&*!|>'"%@`]/.test(text) || /^[-?:]([ \t]|$)/.test(text)) return false
  return !/:([ \t]|$)|[ \t]#/.test(text)
}

function isSingle(text: string): boolean {
  return !(hasSpecial(text) || / \n|\n /.test(text))
}

/** What cannot be shown as it is; the line feed is looked at elsewhere. */
function hasSpecial(text: string): boolean {
  return [...text].some((character) => character !== '\n' && !isPrintable(character))
}

function isPrintable(character: string): boolean {
  const point = character.codePointAt(0) ?? 0
  if (point < 0xa0) return point >= 0x20 && point <= 0x7e
  if (point === 0xfeff || point === 0x2028 || point === 0x2029) return false
  // libyaml escapes whatever lies beyond the first plane.
  return point < 0xfffe && !(point >= 0xd800 && point <= 0xdfff)
}

interface Style {
  readonly open: string
  readonly write: (character: string) => string
}

/** A single space past the margin becomes the end of a line. */
function fold(text: string, place: ScalarPlace, style: Style): string {
  const characters = [...text]
  const lineStart = `\n${' '.repeat(place.indent)}`
  let written = style.open
  let column = place.column + style.open.length
  characters.forEach((character, index) => {
    const isLone = characters[index - 1] !== ' ' && characters[index + 1] !== ' '
    const isInside = index > 0 && index < characters.length - 1
    if (character === ' ' && isLone && isInside && !place.isKey && column > foldAfter) {
      written += lineStart
      column = place.indent
    } else {
      const piece = style.write(character)
      written += piece
      column += [...piece].length
    }
  })
  return written
}

/** A line feed is written twice, and the line after it begins at the indent. */
function singleQuoted(text: string, place: ScalarPlace): string {
  const lineStart = `\n${' '.repeat(place.indent)}`
  const quoted = (character: string) => (character === "'" ? "''" : character)
  let at: ScalarPlace = place
  const pieces = text.split(/(\n+)/).map((piece, index) => {
    if (index % 2 === 1) {
      at = { ...place, column: place.indent }
      return `\n${piece.slice(1)}${lineStart}`
    }
    return fold(piece, at, { open: index === 0 ? "'" : '', write: quoted })
  })
  return `${pieces.join('')}'`
}

const escapes: Readonly<Record<string, string>> = {
  '\0': '\\0',
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\x1b': '\\e',
  '"': '\\"',
  '\\': '\\\\',
  '\x85': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
}

function escaped(character: string): string {
  const short = escapes[character]
  if (short !== undefined) return short
  if (isPrintable(character)) return character
  const point = character.codePointAt(0) ?? 0
  const hex = point.toString(16).toUpperCase()
  if (point <= 0xff) return `\\x${hex.padStart(2, '0')}`
  return point <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

/** As `fold`, but a run of spaces may be broken too: a backslash keeps the next one. */
function doubleQuoted(text: string, place: ScalarPlace): string {
  const characters = [...text]
  let written = '"'
  let column = place.column + 1
  characters.forEach((character, index) => {
    const isFirst = character === ' ' && characters[index - 1] !== ' '
    const isInside = index > 0 && index < characters.length - 1
    if (isFirst && isInside && !place.isKey && column > foldAfter) {
      const kept = characters[index + 1] === ' ' ? '\\' : ''
      written += `\n${' '.repeat(place.indent)}${kept}`
      column = place.indent + kept.length
    } else {
      const piece = escaped(character)
      written += piece
      column += [...piece].length
    }
  })
  return `${written}"`
}
