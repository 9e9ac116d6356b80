import { expect, it } from 'vitest'
import { failureCodes } from '../../../main/model/failure.ts'
import en from '../../../renderer/locales/en.json' with { type: 'json' }
import { failureText } from '../../../renderer/locales/failure-text.ts'

const texts: Readonly<Record<string, string>> = en

it.each(failureCodes)('%s says what happened, why, and what to do', (code) => {
  for (const part of ['what', 'why', 'todo']) {
    expect(texts[`failure.${code}.${part}`] ?? '').not.toBe('')
  }
  const { what, why, todo } = failureText({ code, remedy: 'give-up', details: {} })
  expect(`${what} ${why} ${todo}`).not.toMatch(/\{\{|undefined|failure\./)
})

it('sentences have no exclamation marks and no oops', () => {
  expect(Object.values(texts).filter((text) => /!|oops/i.test(text))).toEqual([])
})

it('the flaw of an identifier points at the part that is wrong', () => {
  const details = { reason: 'version', part: '0.21', text: 'DANDI:000027/0.21', at: 13 }
  const { why } = failureText({ code: 'input.identifier', remedy: 'give-up', details })
  expect(why).toContain('“0.21”')
})

it('a failure of the network names the host', () => {
  const details = { host: 'api.example.org', reason: 'ECONNREFUSED' }
  const { what, why } = failureText({ code: 'net.unreachable', remedy: 'retry-later', details })
  expect(what).toBe('api.example.org cannot be reached')
  expect(why).not.toContain('ECONNREFUSED')
})
