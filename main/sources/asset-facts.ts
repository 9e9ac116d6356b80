/** An asset's metadata document, of any schema version and shape, in groups that can be read. */
import type { Fact, FactGroup, FactGroupKind } from '../model/asset-detail.ts'
import { type Loose, objectOf, objectsOf, textOf } from './loose.ts'

const groupOfKey: Readonly<Record<string, FactGroupKind>> = {
  approach: 'study',
  measurementTechnique: 'study',
  variableMeasured: 'study',
  dataType: 'study',
  keywords: 'study',
  name: 'file',
  description: 'file',
  contentSize: 'file',
  encodingFormat: 'file',
  blobDateModified: 'file',
  dateModified: 'file',
  datePublished: 'file',
  dateCreated: 'file',
  publishedBy: 'origin',
  wasDerivedFrom: 'origin',
}

/** Told elsewhere, or about the document rather than the asset. */
const leftOut = new Set([
  '@context',
  'schemaKey',
  'path',
  'id',
  'digest',
  'contentUrl',
  'wasAttributedTo',
  'wasGeneratedBy',
])

const order: readonly FactGroupKind[] = ['subject', 'session', 'study', 'file', 'origin', 'other']

/** Nothing that a document says is lost: what is not understood is told as it stands. */
export function factGroupsOf(document: Loose): readonly FactGroup[] {
  const groups: FactGroup[] = objectsOf(document.wasAttributedTo).map((person) =>
    groupOf('subject', person),
  )
  const origin: Fact[] = []
  for (const activity of objectsOf(document.wasGeneratedBy)) {
    if (activity.schemaKey === 'Session') groups.push(groupOf('session', activity))
    else origin.push(...origins(activity))
  }
  const facts = Object.entries(document)
    .filter(([key]) => !leftOut.has(key))
    .map(([key, value]) => ({ kind: groupOfKey[key] ?? 'other', fact: factOf(key, value) }))
  for (const kind of order) {
    const own = facts.filter((it) => it.kind === kind).map(({ fact }) => fact)
    const all = kind === 'origin' ? [...own, ...origin] : own
    groups.push({ kind, facts: all.filter(({ values }) => values.length > 0) })
  }
  return groups
    .filter(({ facts: some }) => some.length > 0)
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
}

function groupOf(kind: FactGroupKind, thing: Loose): FactGroup {
  const facts = Object.entries(thing)
    .filter(([key]) => key !== 'schemaKey' && key !== 'id')
    .map(([key, value]) => factOf(key, value))
  return { kind, facts: facts.filter(({ values }) => values.length > 0) }
}

/** What made the document, and with which program. */
function origins(activity: Loose): readonly Fact[] {
  const tools = objectsOf(activity.wasAssociatedWith).map((tool) =>
    [textOf(tool), textOf(tool.version)].filter((it) => it !== null).join(' '),
  )
  const key = textOf(activity.name) ?? 'activity'
  return [{ key, values: tools.length > 0 ? tools : valuesOf(activity.description ?? key) }]
}

function factOf(key: string, value: unknown): Fact {
  return { key, values: [...new Set(valuesOf(value))] }
}

function valuesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(valuesOf)
  if (value === null || value === undefined) return []
  if (typeof value !== 'object') return String(value).trim() === '' ? [] : [String(value)]
  const named = textOf(value)
  if (named !== null) return [named]
  const inner = Object.entries(objectOf(value))
    .filter(([key]) => key !== 'schemaKey')
    .map(([key, each]) => [key, valuesOf(each).join(', ')] as const)
    .filter(([, text]) => text !== '')
    .map(([key, text]) => `${key}: ${text}`)
  return inner.length === 0 ? [] : [inner.join('; ')]
}
