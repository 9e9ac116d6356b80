import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HookCall {
  readonly path: string
  readonly method: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface HookServer {
  readonly url: string
  readonly calls: readonly HookCall[]
  /** How the next calls are answered; the last one stays. */
  answers(...how: readonly ((response: ServerResponse) => void)[]): void
  close(): Promise<void>
}

export const answer =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, headers)
    response.end('what a server says')
  }

/** No answer, as long as the caller waits. */
export const stall = (): void => {}

/** Somebody's own service on this computer, which is told of runs. */
export async function startHookServer(): Promise<HookServer> {
  const calls: HookCall[] = []
  let queue: ((response: ServerResponse) => void)[] = [answer(204)]
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8')
    request.on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      const { url = '', method = '', headers } = request
      calls.push({ path: url, method, headers, body })
      const how = queue.length > 1 ? queue.shift() : queue[0]
      how?.(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/told`,
    calls,
    answers(...how) {
      queue = [...how]
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
