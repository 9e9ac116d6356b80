import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const script = fileURLToPath(new URL('../archive/serve.ts', import.meta.url))
const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))

it('the served archive says in one JSON line where it listens, and stops when told to', async () => {
  const server = spawn(node, [script, '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(server.stdout, 'data')) as [Buffer]
  const urls = JSON.parse(line.toString()) as { api: string; s3: string; webdav: string }
  expect((await fetch(`${urls.api}/info/`)).status).toBe(200)
  expect((await fetch(`${urls.s3}/?list-type=2&prefix=none`)).status).toBe(200)
  expect((await fetch(urls.webdav, { method: 'OPTIONS' })).status).toBe(204)
  server.kill('SIGTERM')
  expect(await once(server, 'exit')).toEqual([0, null])
})

it('a wrong option ends with the usage and code 2', async () => {
  const server = spawn(node, [script, '--what'], { stdio: ['ignore', 'ignore', 'pipe'] })
  const [text] = (await once(server.stderr, 'data')) as [Buffer]
  expect(text.toString()).toContain('Usage: archive')
  expect(await once(server, 'exit')).toEqual([2, null])
})
