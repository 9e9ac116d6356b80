/** Where an order's files go below its destination. */
import type { Pick } from './entry.ts'
import type { FileFacts } from './facts.ts'
import { layoutPath } from './local-path.ts'

export type Layout =
  /** As the `dandi` client lays them. */
  | { readonly kind: 'archive' }
  /** All in one folder of the dandiset's number. */
  | { readonly kind: 'flat' }
  /** `{species}/{subject}/{name}`: words in braces stand for what is known of each file. */
  | { readonly kind: 'template'; readonly template: string }

export const templateWords = [
  'dandiset',
  'version',
  'species',
  'sex',
  'subject',
  'session',
  'modality',
  'dataType',
  'type',
  'folder',
  'path',
  'name',
] as const
export type TemplateWord = (typeof templateWords)[number]

/** What is wrong with a template, and from where to where. */
export interface TemplateProblem {
  readonly reason: 'empty' | 'unknown-word' | 'brace' | 'no-name' | 'segment'
  readonly from: number
  readonly to: number
}

/** Null when every file gets a place of its own name below the destination. */
export function templateProblem(template: string): TemplateProblem | null {
  const whole = { from: 0, to: template.length }
  if (template.trim() === '') return { reason: 'empty', ...whole }
  for (const match of template.matchAll(/\{([^{}/]*)\}|[{}]/g)) {
    const at = { from: match.index, to: match.index + match[0].length }
    if (match[1] === undefined) return { reason: 'brace', ...at }
    if (!isWord(match[1])) return { reason: 'unknown-word', ...at }
  }
  let from = 0
  for (const segment of template.split('/')) {
    const at = { from, to: from + segment.length }
    if (segment.trim() === '' || /^\.{1,2}$/.test(segment)) return { reason: 'segment', ...at }
    from += segment.length + 1
  }
  const last = template.slice(template.lastIndexOf('/') + 1)
  return /\{(?:name|path)\}$/.test(last) ? null : { reason: 'no-name', ...whole }
}

function isWord(word: string): word is TemplateWord {
  return (templateWords as readonly string[]).includes(word)
}

export interface Placement {
  readonly layout: Layout
  readonly pick: Pick
  readonly dandisetId: string | null
  readonly version: string
  readonly preserveTree: boolean
}

/** A file's path below the destination; not yet checked for what the disk can hold. */
export function placeBelow(facts: FileFacts, placement: Placement): string {
  const { layout, dandisetId } = placement
  switch (layout.kind) {
    case 'archive':
      return layoutPath(facts.path, placement)
    case 'flat':
      return dandisetId === null ? nameOf(facts) : `${dandisetId}/${nameOf(facts)}`
    case 'template':
      return fill(layout.template, facts, placement)
    default:
      return layout satisfies never
  }
}

/** Whether places depend on metadata, and not on paths alone. */
export function layoutAsksMetadata(layout: Layout): boolean {
  return layout.kind === 'template' && /\{(?:species|sex|subject|session)\}/.test(layout.template)
}

/** The folder below which a layout puts everything; `''` for the destination itself. */
export function rootOf(layout: Layout, dandisetId: string | null): string {
  if (layout.kind !== 'template') return dandisetId ?? ''
  const filled = layout.template.replaceAll('{dandiset}', dandisetId ?? 'no-dandiset')
  const fixed = filled.split('/').slice(0, -1)
  const open = fixed.findIndex((segment) => segment.includes('{'))
  return (open < 0 ? fixed : fixed.slice(0, open)).join('/')
}

function fill(template: string, facts: FileFacts, placement: Placement): string {
  return template.replaceAll(/\{([^{}/]*)\}/g, (whole, word: string) => {
    if (!isWord(word)) return whole
    if (word === 'path') return facts.path
    if (word === 'folder') return folderOf(facts.path)
    const value = wordOf(word, facts, placement)?.trim() ?? ''
    return value === '' ? `no-${word.toLowerCase()}` : value.replaceAll('/', '-')
  })
}

function wordOf(
  word: Exclude<TemplateWord, 'path' | 'folder'>,
  facts: FileFacts,
  { dandisetId, version }: Placement,
): string | null {
  switch (word) {
    case 'dandiset':
      return dandisetId
    case 'version':
      return version
    case 'modality':
      return facts.modalities.join('+')
    case 'species':
      // Written as `Mus musculus - House mouse`.
      return facts.species?.split(' - ')[0] ?? null
    case 'name':
      return nameOf(facts)
    default:
      return facts[word]
  }
}

function nameOf({ path }: FileFacts): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Folders of the archive's own path; one that has none stays where the template is. */
function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : 'no-folder'
}
