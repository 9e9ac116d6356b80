/** Whether a file lies where an order's layout would have put it, told by its path alone. */
import type { Entry } from './entry.ts'
import { factsOf } from './facts.ts'
import type { Order } from './job.ts'
import { type Placement, placeBelow, type TemplateWord } from './layout.ts'
import { fittingSegments, type PathRules, twinPath } from './local-path.ts'

/**
 * What an asset's metadata said when its file was placed is not known any more, so any value stands
 * for a word of a template that tells it.
 */
export function layoutTest(
  order: Order,
  version: { readonly dandisetId: string; readonly version: string },
  rules: PathRules,
): (localPath: string, assetPath: string) => boolean {
  const { layout, names, preserveTree, ref } = order
  const dandisetId = version.dandisetId || null
  const placement: Placement = {
    layout,
    pick: ref.pick,
    dandisetId,
    version: version.version,
    preserveTree,
  }
  if (layout.kind === 'template') {
    const pattern = patternOf(layout.template, placement)
    return (localPath) => pattern.test(localPath)
  }
  return (localPath, assetPath) => {
    const place = placeBelow(factsOf(bareEntry(assetPath)), placement)
    if (place === localPath) return true
    if (names === 'keep') return false
    return fittings(place, assetPath, rules).includes(localPath)
  }
}

function fittings(place: string, assetPath: string, rules: PathRules): readonly string[] {
  try {
    const fitting = fittingSegments(place, rules).join('/')
    return [fitting, twinPath(fitting, assetPath)]
  } catch {
    return []
  }
}

function patternOf(template: string, { dandisetId, version }: Placement): RegExp {
  const known: Partial<Record<TemplateWord, string>> = {
    dandiset: escaped(dandisetId ?? 'no-dandiset'),
    version: escaped(version),
    path: '.+',
    folder: '.+',
  }
  const parts = template.split(/\{([^{}/]*)\}/)
  const text = parts.map((part, index) =>
    index % 2 === 0 ? escaped(part) : (known[part as TemplateWord] ?? '[^/]+'),
  )
  return new RegExp(`^${text.join('')}$`, 'u')
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

function bareEntry(path: string): Entry {
  return {
    path,
    kind: 'blob',
    sizeBytes: 0,
    assetId: null,
    blobId: null,
    zarrId: null,
    checksum: null,
    sha256: null,
    modifiedAt: null,
    contentUrl: null,
    encodingFormat: null,
    subject: null,
    session: null,
    study: null,
  }
}
