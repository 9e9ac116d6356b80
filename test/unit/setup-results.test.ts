import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { noResults, readResults, resultsText, sumOf } from '../../build/setup/results.mjs'
import { tempFolder } from '../support/temp-folder.ts'

function reportOf(assertionResults: readonly object[]): string {
  const file = join(tempFolder(), 'results.json')
  const counts = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 3, numTodoTests: 0 }
  const testResults = [{ name: '/somewhere/test/e2e/window.test.ts', assertionResults }]
  writeFileSync(file, JSON.stringify({ ...counts, testResults }))
  return file
}

const test = (fullName: string, status: string, ...failureMessages: readonly string[]) => ({
  fullName,
  status,
  failureMessages,
})

it('a test that passed at its second attempt is told by name, with what went wrong at first', () => {
  const file = reportOf([
    test('opens', 'passed'),
    test('closes', 'passed', 'Error: it was late\n    at somewhere'),
    test('opens again', 'failed', 'Error: it is broken'),
  ])
  expect(resultsText(sumOf(noResults, readResults(file)))).toBe(
    [
      'failed: window.test.ts > opens again (Error: it is broken)',
      'unsteady: window.test.ts > closes (first attempt: Error: it was late)',
      '2 passed, 1 failed, 3 skipped',
    ].join('\n'),
  )
})

it('a run without such a test says nothing of it', () => {
  const file = reportOf([test('opens', 'passed')])
  expect(resultsText(readResults(file))).toBe('2 passed, 1 failed, 3 skipped')
})

it('a run that wrote no results has none', () => {
  expect(readResults(join(tempFolder(), 'missing.json'))).toEqual(noResults)
})
