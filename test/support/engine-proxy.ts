import { createServer, type RequestListener, request, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'

/** A proxy as offices have it: it knows CONNECT and absolute addresses, and remembers both. */
export interface LocalProxy {
  readonly url: string
  /** `METHOD target`, oldest first. */
  readonly seen: readonly string[]
  close(): Promise<void>
}

export interface ProxyOptions {
  /** Every answer is this web page in place of what was asked for. */
  readonly page?: string
  /** A name that only this proxy knows; it is this machine. */
  readonly knows?: string
  /** Key and certificate as PEM: the proxy itself is spoken to by https. */
  readonly tls?: { readonly key: string; readonly cert: string }
}

export async function startProxy({ page, knows, tls }: ProxyOptions = {}): Promise<LocalProxy> {
  const seen: string[] = []
  const pass: RequestListener = (asked, answer) => {
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
  }
  const server = tls ? createTlsServer(tls, pass) : createServer(pass)
  server.on('connect', (asked, client, head) => {
    seen.push(`CONNECT ${asked.url}`)
    const [host = '', port = ''] = (asked.url ?? '').split(':')
    const onward = connect(Number(port), host === knows ? '127.0.0.1' : host, () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      onward.write(head)
      onward.pipe(client).pipe(onward)
    })
    onward.on('error', () => client.destroy())
    client.on('error', () => onward.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, seen, close: () => closed(server) }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
