/** What `follow` is to do. */
import type { ParseArgsOptionsConfig } from 'node:util'
import { type FollowAction, followSamples } from '../model/follow.ts'
import { misuse, oneOf } from './argument-values.ts'

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
      if (text.trim() === '')
        throw misuse('follow add needs a question, as you would type it in Discover')
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
      if (text === '') throw misuse('follow remove needs the name of a rule, or its id')
      return { kind: verb, which: text }
    default:
      throw misuse(`follow has no “${verb}”; there are list, add, remove and finds`)
  }
}

function actionOf({ watch, fetch, sample }: FollowValues): FollowAction {
  if (fetch !== undefined)
    return { kind: 'fetch', destination: fetch, sample: oneOf('sample', sample, followSamples) }
  return { kind: watch ? 'watch' : 'tell' }
}
