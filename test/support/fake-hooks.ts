import { Failure, recordOf } from '../../main/model/failure.ts'
import { type HooksState, urlProblem } from '../../main/model/run-hooks.ts'
import type { Handlers } from '../../preload/contract.ts'
import type { hooksRequests } from '../../preload/requests/hooks.ts'
import * as fake from './fake-data.ts'

/** Nothing is set up; with the state `hooks` an address that refuses and a program. */
export function fakeHooks(asked: string): Pick<Handlers, keyof typeof hooksRequests> {
  let state: HooksState = asked === 'hooks' ? both : none
  return {
    'hooks.state': () => state,
    'hooks.webhook': ({ url }) => {
      const problem = url === null ? null : urlProblem(url)
      if (problem)
        throw new Failure('input.invalid', 'ask-user', {
          field: 'webhook',
          reason: `hook.${problem}`,
        })
      state = { ...state, webhook: url === null ? null : { url } }
      return state
    },
    'hooks.secret': ({ secret }) => {
      state = { ...state, secret: secret === null ? 'none' : 'keychain' }
      return state
    },
    'hooks.command': ({ command }) => {
      state = { ...state, command }
      return state
    },
    'hooks.choose': () => ({ program: '/usr/local/bin/after-dandelion' }),
    'hooks.test': ({ kind }) => {
      const result = { kind: 'done', at: fake.now, isTest: true, attempts: 1, status: 204 } as const
      state = { ...state, results: { ...state.results, [kind]: result } }
      return result
    },
  }
}

const none: HooksState = {
  webhook: null,
  command: null,
  secret: 'none',
  results: { webhook: null, command: null },
}

const refused = { reason: 'status', status: 503, host: 'lab.example.org' }

const both: HooksState = {
  webhook: { url: 'https://lab.example.org/hooks/dandelion' },
  command: { program: '/usr/local/bin/after-dandelion', args: ['--channel', 'ophys'] },
  secret: 'keychain',
  results: {
    webhook: {
      kind: 'failed',
      at: fake.now - 3_600_000,
      isTest: false,
      attempts: 5,
      failure: recordOf(new Failure('hook.failed', 'retry-later', refused)),
    },
    command: { kind: 'done', at: fake.now - 3_600_000, isTest: false, attempts: 1, status: 0 },
  },
}
