/** What `follow` is to do. */
import type { ParseArgsOptionsConfig } from 'node:util'
import { type FollowAction, followSamples } from '../model/follow.ts'
import { invalid, oneOf } from './argument-values.ts'

export const followOptions = {
  name: { type: 'string', default: '' },
  watch: { type: 'boolean', default: false },
  fetch: { type: 'string' },
  sample: { type: 'string', default: followSamples[0] },
  published: { type: 'boolean', default: false },
} satisfies ParseArgsOptionsConfig

export type FollowVerb =
  | { readonly kind: 'list' }
  | {
      readonly kind: 'add'
      readonly name: string
      readonly text: string
      readonly draftsToo: boolean
      readonly action: FollowAction
    }
  /** A name, an id or the beginning of one. */
  | { readonly kind: 'remove'; readonly which: string }
  /** What was found; told is read. */
  | { readonly kind: 'finds' }

interface FollowValues {
  readonly name: string
  readonly watch: boolean
  /** An absolute folder. */
  readonly fetch?: string | undefined
  readonly sample: string
  readonly published: boolean
}

export function followVerb(
  [verb = 'list', ...rest]: readonly string[],
  values: FollowValues,
): FollowVerb {
  const text = rest.join(' ')
  switch (verb) {
    case 'list':
    case 'finds':
      return { kind: verb }
    case 'add': {
      if (text.trim() === '') throw invalid('question', '', 'what you would type in Discover')
      const { name, published } = values
      return {
        kind: verb,
        name: name || text,
        text,
        draftsToo: !published,
        action: actionOf(values),
      }
    }
    case 'remove':
      if (text === '') throw invalid('rule', '', 'a name, or an id')
      return { kind: verb, which: text }
    default:
      throw invalid('verb of follow', verb, 'list, add, remove, finds')
  }
}

function actionOf({ watch, fetch, sample }: FollowValues): FollowAction {
  if (fetch !== undefined)
    return { kind: 'fetch', destination: fetch, sample: oneOf('sample', sample, followSamples) }
  return { kind: watch ? 'watch' : 'tell' }
}
