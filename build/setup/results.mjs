import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * @typedef {object} Results what a run of tests came to
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} unsteady tests that passed at the second attempt, and why the first failed
 */

/** @type {Results} */
export const noResults = { passed: 0, failed: 0, skipped: 0, unsteady: [] }

/**
 * Reads what Vitest's JSON reporter wrote.
 * @param {string} file
 * @returns {Results}
 */
export function readResults(file) {
  if (!existsSync(file)) return noResults
  const report = JSON.parse(readFileSync(file, 'utf8'))
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    unsteady: report.testResults.flatMap(unsteadyIn),
  }
}

/**
 * @param {Results} one
 * @param {Results} other
 * @returns {Results}
 */
export function sumOf(one, other) {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    unsteady: [...one.unsteady, ...other.unsteady],
  }
}

/** @param {Results} results */
export function resultsText({ passed, failed, skipped, unsteady }) {
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`
  return [...unsteady.map((test) => `unsteady: ${test}`), counts].join('\n')
}

/**
 * A test that passed although an attempt failed.
 * @param {{ name: string, assertionResults: readonly { status: string, fullName: string, failureMessages: readonly string[] }[] }} file
 */
function unsteadyIn(file) {
  return file.assertionResults
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(({ fullName, failureMessages }) => {
      const [reason] = (failureMessages[0] ?? '').split('\n')
      return `${basename(file.name)} > ${fullName} (first attempt: ${reason})`
    })
}
