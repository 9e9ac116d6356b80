import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHttp, discard } from '../../main/net/http.ts'

const pathOf = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url))
const certificate = pathOf('localhost-certificate.pem')
const server = createServer(
  { key: readFileSync(pathOf('localhost-key.pem')), cert: readFileSync(certificate) },
  (_request, response) => response.end('ok'),
)
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `https://localhost:${(server.address() as AddressInfo).port}/`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const { signal } = new AbortController()

describe('a certificate of an authority that only this hospital knows', () => {
  it('is refused with its reason', async () => {
    const http = createHttp({ userAgent: 'test/1', connectionsPerOrigin: 1, env: {} })
    await expect(http.send({ url, signal })).rejects.toMatchObject({
      code: 'net.certificate',
      remedy: 'ask-user',
    })
    await http.close()
  })

  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('is trusted when %s says so', async (name) => {
    const env = { [name]: certificate }
    const http = createHttp({ userAgent: 'test/1', connectionsPerOrigin: 1, env })
    const answer = await http.send({ url, signal })
    expect(answer.status).toBe(200)
    await discard(answer)
    await http.close()
  })
})
