import { createServer, request, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'

/** A proxy as offices have it: it knows CONNECT and absolute addresses, and remembers both. */
export interface LocalProxy {
  readonly url: string
  /** `METHOD target`, oldest first. */
  readonly seen: readonly string[]
  close(): Promise<void>
}

/** With `page`, every answer is that web page in place of what was asked for. */
export async function startProxy(page?: string): Promise<LocalProxy> {
  const seen: string[] = []
  const server = createServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`)
    if (page !== undefined) {
      answer.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page)
      return
    }
    const { method, headers } = asked
    const onward = request(asked.url ?? '', { method: method ?? 'GET', headers }, (came) => {
      answer.writeHead(came.statusCode ?? 502, came.headers)
      came.pipe(answer)
    })
    onward.on('error', () => answer.destroy())
    asked.pipe(onward)
  })
  server.on('connect', (asked, client, head) => {
    seen.push(`CONNECT ${asked.url}`)
    const [host = '', port = ''] = (asked.url ?? '').split(':')
    const onward = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(client).pipe(onward)
    })
    onward.on('error', () => client.destroy())
    client.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, seen, close: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
