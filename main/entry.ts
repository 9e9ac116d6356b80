/** The program's first module: a terminal command runs without a window, anything else opens one. */
import process from 'node:process'

const commands = [
  'ls',
  'download',
  'sync',
  'schedules',
  'follow',
  'verify',
  'jobs',
  'archive',
  'help',
]
const questions = ['--version', '--help', '-h']
const words = process.argv.flatMap((arg, at) =>
  at > 0 && !arg.startsWith('-') ? [{ arg, at }] : [],
)
/** From the sources the app's folder stands before the command. */
const command = words.slice(0, 2).find(({ arg }) => commands.includes(arg))
const asked = process.argv.findIndex((arg) => questions.includes(arg))
const at = command?.at ?? asked

if (at > 0) {
  process.argv.splice(1, at - 1, 'dandelion')
  await import('./cli.ts')
} else await import('./main.ts')
