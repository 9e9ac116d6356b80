import process from 'node:process'

/** Trouble that a person can mend: what is wrong, then what to do. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} remedy
   */
  constructor(message, remedy) {
    super(message)
    this.name = 'SetupError'
    this.remedy = remedy
  }
}

/** One line on standard error: standard output belongs to the command that was asked for. */
/** @param {string} line */
export function say(line) {
  process.stderr.write(`dandelion: ${line}\n`)
}

/**
 * What a person can mend is told in two lines, a bug with its stack.
 * @param {unknown} error
 * @returns {number} the exit code
 */
export function tellFailure(error) {
  if (error instanceof SetupError) {
    say(error.message)
    say(`what to do: ${error.remedy}`)
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
  }
  return 1
}

/**
 * Runs a command of ours.
 * @param {() => Promise<number | undefined>} command gives the exit code
 */
export async function runCommand(command) {
  process.exitCode = (await command().catch(tellFailure)) ?? 0
}
