import { hrefOf } from './path.ts'
import type { PropertyName, PropfindMode } from './propfind-body.ts'
import type { Resource } from './resource.ts'

const head = '<?xml version="1.0" encoding="UTF-8"?>\n<multistatus xmlns="DAV:">\n'

/** The body of a 207 answer. */
export function multistatus(resources: readonly Resource[], mode: PropfindMode): string {
  const responses = resources.map((resource) => response(resource, mode))
  return `${head}${responses.join('')}</multistatus>\n`
}

function response(resource: Resource, mode: PropfindMode): string {
  const { found, missing } = answerFor(resource, mode)
  const parts = [`        <href>${escapeText(hrefOf(resource.path))}</href>\n`]
  if (found.length > 0 || missing.length === 0) parts.push(propstat(found, '200 OK'))
  if (missing.length > 0) parts.push(propstat(missing, '404 NOT FOUND'))
  return `    <response>\n${parts.join('')}    </response>\n`
}

function propstat(properties: readonly string[], status: string): string {
  const prop =
    properties.length === 0
      ? '            <prop />\n'
      : `            <prop>\n${properties.join('')}            </prop>\n`
  return `        <propstat>\n${prop}            <status>HTTP/1.1 ${status}</status>\n        </propstat>\n`
}

interface Answer {
  readonly found: readonly string[]
  readonly missing: readonly string[]
}

function answerFor(resource: Resource, mode: PropfindMode): Answer {
  if (mode.kind === 'propname') {
    const names = properties.filter(([, read]) => read(resource) !== undefined)
    return { found: names.map(([name]) => emptyProperty({ name, namespace: 'DAV:' })), missing: [] }
  }
  const asked = mode.kind === 'prop' ? mode.names : mode.include
  const wanted = new Set(asked.filter((it) => it.namespace === 'DAV:').map((it) => it.name))
  const found: string[] = []
  const missing: string[] = []
  for (const [name, read] of properties) {
    if (mode.kind === 'prop' && !wanted.has(name)) continue
    const value = read(resource)
    if (value !== undefined) found.push(property(name, value))
    else if (wanted.has(name)) missing.push(emptyProperty({ name, namespace: 'DAV:' }))
  }
  return { found, missing: [...missing, ...foreign(asked).map(emptyProperty)] }
}

function foreign(asked: readonly PropertyName[]): readonly PropertyName[] {
  const known = new Set(properties.map(([name]) => name))
  const rest = asked.filter((it) => it.namespace !== 'DAV:' || !known.has(it.name))
  const keyOf = (it: PropertyName) => `${it.name} ${it.namespace}`
  const distinct = new Map(rest.map((it) => [keyOf(it), it]))
  return [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, it]) => it)
}

/** In the order in which the service writes them; a value is XML. */
const properties: readonly (readonly [string, (resource: Resource) => string | undefined])[] = [
  ['creationdate', (it) => it.created && shortTime(it.created)],
  ['displayname', (it) => (it.name === '' ? undefined : escapeText(it.name))],
  ['getcontentlength', (it) => it.sizeBytes && String(it.sizeBytes())],
  ['getcontenttype', (it) => it.contentType && escapeText(it.contentType)],
  ['getetag', (it) => it.etag && escapeText(it.etag())],
  ['getlastmodified', (it) => it.modified && new Date(it.modified).toUTCString()],
  ['resourcetype', (it) => (it.isCollection ? collectionXml : '')],
]

const collectionXml = '\n                    <collection />\n                '

function property(name: string, xml: string): string {
  const indent = '                '
  return xml === '' ? `${indent}<${name} />\n` : `${indent}<${name}>${xml}</${name}>\n`
}

function emptyProperty({ name, namespace }: PropertyName): string {
  const declaration = namespace === 'DAV:' ? '' : ` xmlns="${escapeText(namespace)}"`
  return `                <${name}${declaration} />\n`
}

/** UTC with the shortest fraction. */
function shortTime(time: string): string {
  const fraction = (/\.(\d+)/.exec(time)?.[1] ?? '').replace(/0+$/, '')
  const seconds = new Date(time).toISOString().slice(0, 19)
  return fraction === '' ? `${seconds}Z` : `${seconds}.${fraction}Z`
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
