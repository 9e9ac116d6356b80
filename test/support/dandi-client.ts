import { spawn } from 'node:child_process'
import { readFileSync, realpathSync } from 'node:fs'
import { createInterface } from 'node:readline'

/** The `dandi` command, loaded once: loading it takes several times as long as what it is asked here. */
export interface DandiClient {
  /** One command in a process of its own. Rejects with all that it wrote when it ends with another code than 0. */
  run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void>
  close(): void
}

/**
 * Runs the command's own script in a fork for each line that comes, with that line's words and
 * environment, and answers with a line. What is imported ahead is what the script would import.
 */
const loader = `
import json, os, runpy, signal, sys, tempfile
import dandi.cli.command, dandi.cli.cmd_download, dandi.download
import dandi.support.digests, dandi.support.threaded_walk, fscacher, numpy

client = sys.argv[1]

def start(asked, said):
    signal.alarm(100)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(said.fileno(), 1)
    os.dup2(said.fileno(), 2)
    os.environ.clear()
    os.environ.update(asked["env"])
    sys.argv = [client, *asked["args"]]
    runpy.run_path(client, run_name="__main__")

for line in iter(sys.stdin.readline, ""):
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            start(json.loads(line), said)
            sys.exit()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        said.seek(0)
        print(json.dumps({"code": code, "said": said.read().decode()}), flush=True)
`

interface Answer {
  readonly code: number
  readonly said: string
}

/** Takes the path of an installed `dandi`, one command at a time. */
export function startDandiClient(path: string, env: Readonly<Record<string, string>>): DandiClient {
  const python = /^#!(\S+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 'python3'
  const child = spawn(python, ['-c', loader, realpathSync(path)], {
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (text) => {
    complaints += String(text)
  })
  const failed = new Promise<never>((_, reject) => {
    child.on('error', reject)
    child.on('close', (code) => reject(new Error(`the client ended with ${code}: ${complaints}`)))
  })
  failed.catch(() => {})
  const answers = createInterface({ input: child.stdout })
  const nextAnswer = () => new Promise<string>((resolve) => answers.once('line', resolve))
  return {
    async run(args, more) {
      const answer = nextAnswer()
      child.stdin.write(`${JSON.stringify({ args, env: { ...env, ...more } })}\n`)
      const { code, said } = JSON.parse(await Promise.race([answer, failed])) as Answer
      if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said}`)
    },
    close: () => void child.kill(),
  }
}
