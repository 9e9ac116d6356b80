import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * @typedef {object} Results what a run of tests came to
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {readonly string[]} failures what failed, and why
 * @property {readonly string[]} unsteady tests that passed at the second attempt, and why the first failed
 */

/** @type {Results} */
export const noResults = { passed: 0, failed: 0, skipped: 0, failures: [], unsteady: [] }

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
    failures: report.testResults.flatMap(failuresIn),
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
    failures: [...one.failures, ...other.failures],
    unsteady: [...one.unsteady, ...other.unsteady],
  }
}

/** @param {Results} results */
export function resultsText({ passed, failed, skipped, failures, unsteady }) {
  const counts = `${passed} passed, ${failed} failed, ${skipped} skipped`
  return [
    ...failures.map((test) => `failed: ${test}`),
    ...unsteady.map((test) => `unsteady: ${test}`),
    counts,
  ].join('\n')
}

/**
 * @typedef {{ status: string, fullName: string, failureMessages: readonly string[] }} TestReport
 * @typedef {{ name: string, status: string, message: string, assertionResults: readonly TestReport[] }} FileReport
 */

/** @param {FileReport} file */
function failuresIn(file) {
  const failed = file.assertionResults.filter(({ status }) => status === 'failed')
  // A file that could not be read has no tests.
  if (failed.length === 0 && file.status === 'failed')
    return [`${basename(file.name)} (${firstLine([file.message])})`]
  return failed.map(
    ({ fullName, failureMessages }) =>
      `${basename(file.name)} > ${fullName} (${firstLine(failureMessages)})`,
  )
}

/**
 * A test that passed although an attempt failed.
 * @param {FileReport} file
 */
function unsteadyIn(file) {
  return file.assertionResults
    .filter(({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0)
    .map(
      ({ fullName, failureMessages }) =>
        `${basename(file.name)} > ${fullName} (first attempt: ${firstLine(failureMessages)})`,
    )
}

/** @param {readonly string[]} messages */
function firstLine(messages) {
  return (messages[0] ?? '').split('\n')[0]
}
