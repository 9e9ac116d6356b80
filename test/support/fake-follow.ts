import type { FollowFind, FollowRule, FollowState } from '../../main/model/follow.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { followRequests } from '../../preload/requests/follow.ts'
import * as fake from './fake-data.ts'

const HOUR_MS = 3_600_000
const query = (text: string) => ({
  instance: 'dandi',
  text,
  facets: [],
  draftsToo: true,
})

const samples: readonly FollowRule[] = [
  {
    id: 'f1',
    name: 'Mouse two-photon',
    query: query('species:mouse technique:"two-photon microscopy technique"'),
    action: { kind: 'fetch', destination: '/home/ada/new', sample: 'session-per-subject' },
    isOn: true,
    lookedAt: fake.now - HOUR_MS,
  },
  {
    id: 'f2',
    name: 'Sleep',
    query: query('sleep spindles'),
    action: { kind: 'watch' },
    isOn: true,
    lookedAt: null,
  },
  {
    id: 'f3',
    name: 'Human intracranial recordings',
    query: query('species:human approach:electro'),
    action: { kind: 'tell' },
    isOn: false,
    lookedAt: fake.now - 400 * HOUR_MS,
  },
]

const find = (id: number, more: Partial<FollowFind>): FollowFind => ({
  id,
  ruleId: 'f1',
  ruleName: 'Mouse two-photon',
  instance: 'dandi',
  dandisetId: '001537',
  title: 'Two-photon imaging of inhibitory neurons in mouse visual cortex during learning',
  version: 'draft',
  foundAt: fake.now - id * 5 * HOUR_MS,
  isRead: false,
  isWatched: false,
  jobId: null,
  ...more,
})

/** Rules with finds read and unread; with the state `empty` none. */
export function fakeFollow(
  asked: string,
  tell: () => void,
): Pick<Handlers, keyof typeof followRequests> {
  let rules = asked === 'empty' ? [] : samples
  let finds: readonly FollowFind[] =
    asked === 'empty'
      ? []
      : [
          find(1, { jobId: 'j1' }),
          find(2, {
            dandisetId: '001530',
            ruleId: 'f2',
            ruleName: 'Sleep',
            title: 'Sleep spindles and ripples in rat prefrontal cortex',
            isWatched: true,
          }),
          find(9, { dandisetId: '001502', isRead: true, title: 'Calcium imaging, mouse V1' }),
        ]
  const state = (): FollowState => ({
    rules,
    unread: finds.filter(({ isRead }) => !isRead).length,
    watched: finds.filter(({ isWatched }) => isWatched),
  })
  const told = (): FollowState => {
    tell()
    return state()
  }
  return {
    'follow.state': state,
    'follow.save': ({ id, draft }) => {
      const rule = { ...draft, id: id ?? `f${rules.length + 1}`, isOn: true, lookedAt: null }
      rules = [...rules.filter((each) => each.id !== id), rule]
      return told()
    },
    'follow.remove': ({ id }) => {
      rules = rules.filter((rule) => rule.id !== id)
      return told()
    },
    'follow.switch': ({ id, isOn }) => {
      rules = rules.map((rule) => (rule.id === id ? { ...rule, isOn } : rule))
      return told()
    },
    'follow.finds': ({ offset, limit }) => ({
      rows: finds.slice(offset, offset + limit),
      total: finds.length,
    }),
    'follow.read': ({ findId }) => {
      const isMeant = (id: number) => findId === null || id === findId
      finds = finds.map((each) => (isMeant(each.id) ? { ...each, isRead: true } : each))
      return told()
    },
    'follow.unwatch': ({ findId }) => {
      finds = finds.map((each) => (each.id === findId ? { ...each, isWatched: false } : each))
      return told()
    },
  }
}
