/** The program's first module: a terminal command runs without a window, anything else opens one. */
import process from 'node:process'

const commands = ['ls', 'download', 'verify', 'jobs', 'archive', 'help']
const words = process.argv.flatMap((arg, at) =>
  at > 0 && !arg.startsWith('-') ? [{ arg, at }] : [],
)
/** From the sources the app's folder stands before the command. */
const command = words.slice(0, 2).find(({ arg }) => commands.includes(arg))

if (command) {
  process.argv.splice(1, command.at - 1, 'dandelion')
  await import('./cli.ts')
} else await import('./main.ts')
