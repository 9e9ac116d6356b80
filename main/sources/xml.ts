import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { Failure } from '../model/failure.ts'
import { redactUrl } from '../net/classify.ts'

/** Entities are left to `unescapeXml`: an answer must not define its own. */
const parser = new XMLParser({
  processEntities: false,
  removeNSPrefix: true,
  parseTagValue: false,
  ignoreAttributes: true,
  trimValues: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  isArray: (name) => ['Contents', 'CommonPrefixes', 'response', 'propstat'].includes(name),
})

/** The element of that name at the root; anything else, and XML that breaks off, is `remote.invalid`. */
export function parseXml(
  text: string,
  root: string,
  url: string,
): Readonly<Record<string, unknown>> {
  const valid = XMLValidator.validate(text) === true
  const parsed: unknown = valid ? parser.parse(text) : null
  const value =
    typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, root) : undefined
  if (typeof value === 'object' && value !== null) return value
  if (value === '') return {}
  const came = valid ? text.slice(0, 80) : `no whole XML: ${text.slice(0, 80)}`
  throw new Failure('remote.invalid', 'retry-later', { url: redactUrl(url), asked: root, came })
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Text with XML's five entities and character references put in. */
function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
    (all, decimal, hex, name) => {
      if (name !== undefined) return named[name] ?? all
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
      return point <= 0x10ffff ? String.fromCodePoint(point) : all
    },
  )
}

/** The text of a child element; null when it is absent or has children. */
export function childText(parent: unknown, name: string): string | null {
  if (typeof parent !== 'object' || parent === null) return null
  const value: unknown = Reflect.get(parent, name)
  return typeof value === 'string' ? unescapeXml(value) : null
}
