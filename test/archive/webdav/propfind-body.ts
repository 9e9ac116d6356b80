import { XMLParser, XMLValidator } from 'fast-xml-parser'

export interface PropertyName {
  readonly name: string
  readonly namespace: string
}

export type PropfindMode =
  | { readonly kind: 'allprop'; readonly include: readonly PropertyName[] }
  | { readonly kind: 'propname' }
  | { readonly kind: 'prop'; readonly names: readonly PropertyName[] }

interface Element extends PropertyName {
  readonly children: readonly Element[]
}

type RawNode = Readonly<Record<string, unknown>>

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  cdataPropName: '#cdata',
})

/** What a PROPFIND asks for, or nothing when the body is not acceptable. Empty means all. */
export function propfindMode(body: Buffer): PropfindMode | undefined {
  if (body.length === 0) return { kind: 'allprop', include: [] }
  const text = body.toString('utf8')
  if (XMLValidator.validate(text) !== true) return undefined
  const roots = elementsOf(parser.parse(text) as readonly RawNode[], new Map())
  const root = roots?.length === 1 ? roots[0] : undefined
  if (!root || !isDav(root, 'propfind')) return undefined
  const modes = root.children.map((it) => (it.namespace === 'DAV:' ? it.name : ''))
  const [first, second] = root.children
  if (modes.length === 1 && first) return singleMode(first)
  const isInclude = modes.length === 2 && [...modes].sort().join() === 'allprop,include'
  const include = modes[0] === 'include' ? first : second
  if (!isInclude || !include?.children.every(isEmpty)) return undefined
  return { kind: 'allprop', include: include.children }
}

function singleMode(element: Element): PropfindMode | undefined {
  if (isDav(element, 'propname')) return isEmpty(element) ? { kind: 'propname' } : undefined
  if (isDav(element, 'allprop')) {
    return isEmpty(element) ? { kind: 'allprop', include: [] } : undefined
  }
  if (!isDav(element, 'prop') || !element.children.every(isEmpty)) return undefined
  return { kind: 'prop', names: element.children }
}

function isDav(element: Element, name: string): boolean {
  return element.namespace === 'DAV:' && element.name === name
}

function isEmpty(element: Element): boolean {
  return element.children.length === 0
}

/** The elements of a list, or nothing if there is text, CDATA or an instruction among them. */
function elementsOf(
  nodes: readonly RawNode[],
  scope: ReadonlyMap<string, string>,
): readonly Element[] | undefined {
  const elements: Element[] = []
  for (const node of nodes) {
    const key = Object.keys(node).find((it) => it !== ':@') ?? ''
    if (key === '?xml') continue
    if (key === '#text' && /^\s*$/.test(String(node[key]))) continue
    if (key.startsWith('#') || key.startsWith('?')) return undefined
    const inner = withDeclarations(scope, node[':@'] as RawNode | undefined)
    const children = elementsOf(node[key] as readonly RawNode[], inner)
    if (!children) return undefined
    elements.push({ ...resolved(key, inner), children })
  }
  return elements
}

function withDeclarations(
  scope: ReadonlyMap<string, string>,
  attributes: RawNode | undefined,
): ReadonlyMap<string, string> {
  const inner = new Map(scope)
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name === 'xmlns') inner.set('', String(value))
    else if (name.startsWith('xmlns:')) inner.set(name.slice(6), String(value))
  }
  return inner
}

function resolved(tag: string, scope: ReadonlyMap<string, string>): PropertyName {
  const colon = tag.indexOf(':')
  const namespace = scope.get(colon < 0 ? '' : tag.slice(0, colon)) ?? ''
  return { name: tag.slice(colon + 1), namespace: namespace === '' ? 'DAV:' : namespace }
}
