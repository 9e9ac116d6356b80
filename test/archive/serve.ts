import { serveCommand } from './command.ts'

process.exitCode = await serveCommand(process.argv.slice(2))
