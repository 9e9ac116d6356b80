/**
 * Reads the two XML documents that list things: S3's and WebDAV's. A page of 1,000 keys takes a full
 * parser longer than a window may wait, so the repeated records are cut out by their tags, and only
 * what remains goes through the parser, which sees to it that the document is whole.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'

/** Entities are left to `unescapeXml`: an answer must not define its own. */
const parser = new XMLParser({
  processEntities: false,
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
})

const prefix = '(?:[A-Za-z_][\\w.-]*:)?'
const attributes = '(?:\\s[^<>]*)?'

/** One record: the name of its element without prefix, and what is inside. */
export interface XmlRecord {
  readonly name: string
  readonly inner: string
}

export interface XmlListing {
  readonly records: readonly XmlRecord[]
  /** Everything of the document but the records. */
  readonly rest: string
}

/**
 * The records of those names in a document with that root, in their order. XML that breaks off,
 * another root, and what no such service sends (comments, CDATA, declarations of types) are
 * `remote.invalid`.
 */
export function cutRecords(
  text: string,
  wanted: { readonly root: string; readonly records: readonly string[]; readonly url: string },
): XmlListing {
  const { root, url } = wanted
  const pattern = new RegExp(
    `<(${prefix}(${wanted.records.join('|')}))${attributes}>([\\s\\S]*?)</\\1\\s*>`,
    'g',
  )
  const records: XmlRecord[] = []
  const isPlain = !text.includes('<!')
  const rest = isPlain
    ? text.replace(pattern, (_all, _tag, name: string, inner: string) => {
        records.push({ name, inner })
        return ''
      })
    : ''
  const valid = XMLValidator.validate(rest) === true
  const parsed: unknown = valid ? parser.parse(rest) : null
  if (typeof parsed === 'object' && parsed !== null && root in parsed) return { records, rest }
  const came = valid ? text.slice(0, 80) : `no whole XML: ${text.slice(0, 80)}`
  throw new Failure('remote.invalid', 'retry-later', { url: redactUrl(url), asked: root, came })
}

/** What is inside each element of that name. */
export function innerOf(xml: string, name: string): readonly string[] {
  const pattern = new RegExp(`<(${prefix}${name})${attributes}>([\\s\\S]*?)</\\1\\s*>`, 'g')
  return [...xml.matchAll(pattern)].map((match) => match[2] ?? '')
}

const leaves = new Map<string, RegExp>()

/** The text of the first element of that name that holds text only; null when there is none. */
export function leafOf(xml: string, name: string): string | null {
  let pattern = leaves.get(name)
  if (pattern === undefined) {
    pattern = new RegExp(`<${prefix}${name}${attributes}>([^<]*)</`)
    leaves.set(name, pattern)
  }
  const text = pattern.exec(xml)?.[1]
  return text === undefined ? null : unescapeXml(text)
}

/** Whether there is an element of that name, empty or not. */
export function hasElement(xml: string, name: string): boolean {
  return new RegExp(`<${prefix}${name}(\\s[^<>]*)?/?>`).test(xml)
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with XML's five entities and character references put in. */
function unescapeXml(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return named[name] ?? all
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return point <= 0x10ffff ? String.fromCodePoint(point) : all
    },
  )
}
