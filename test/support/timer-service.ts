import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The text of the unit with this ending; empty when there is none. */
export function unitText(folder: string, ending: '.timer' | '.service'): string {
  const names = existsSync(folder) ? readdirSync(folder) : []
  const name = names.find((each) => each.endsWith(ending))
  return name === undefined ? '' : readFileSync(join(folder, name), 'utf8')
}

/** Runs by hand what a service of systemd would, taken apart as systemd does where no quote is within a word. */
export function runService(
  folder: string,
  home: string,
): Promise<{ readonly code: number; readonly out: string }> {
  const text = unitText(folder, '.service')
  const line = /^ExecStart=(.*)$/m.exec(text)?.[1] ?? ''
  const words = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare)
  const [program = '', ...args] = words.map((word) => (word ?? '').replaceAll('%%', '%'))
  const variables = [...text.matchAll(/^Environment="(\w+)=(.*)"$/gm)]
  const env = Object.fromEntries(variables.map(([, name, value]) => [name, value]))
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env.PATH, HOME: home, ...env } }
    const child = execFile(program, args, options, (_error, out, err) =>
      resolve({ code: child.exitCode ?? -1, out: out + err }),
    )
  })
}
