import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { type Archive, demoToken, startArchive } from './archive.ts'

const usage = `Usage: archive [--data DIR] [--port P] [--host H] [--presign-seconds N]
               [--webdav-redirect s3|api] [--json]

Serves a local DANDI archive: the API at port P (default 9000), S3 at P+1, WebDAV at P+2.
With --port 0 any free ports are taken.
`

/** Serves until it is interrupted. Resolves to the exit code. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const options = readArguments(args)
  if (options === undefined) {
    process.stderr.write(usage)
    return 2
  }
  let archive: Archive
  try {
    archive = await startArchive({ ...options.archive, recordLimit: 1000 })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
  process.stdout.write(options.isJson ? jsonLine(archive) : welcome(archive))
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  await archive.close()
  return 0
}

function readArguments(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string', default: '9000' },
        host: { type: 'string', default: '127.0.0.1' },
        'presign-seconds': { type: 'string', default: '21600' },
        'webdav-redirect': { type: 'string', default: 's3' },
        json: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    const presignSeconds = Number(values['presign-seconds'])
    const redirect = values['webdav-redirect']
    if (!Number.isInteger(port) || port < 0 || port > 65_533) return undefined
    if (!(presignSeconds > 0)) return undefined
    if (redirect !== 's3' && redirect !== 'api') return undefined
    return {
      isJson: values.json,
      archive: {
        port,
        host: values.host,
        presignSeconds,
        webdavRedirect: redirect,
        ...(values.data === undefined ? {} : { dataDir: values.data }),
      } as const,
    }
  } catch {
    return undefined
  }
}

function jsonLine({ urls }: Archive): string {
  const { api, web, s3, webdav } = urls
  return `${JSON.stringify({ api, web, s3, webdav, token: demoToken })}\n`
}

function welcome({ urls }: Archive): string {
  return `A local DANDI archive is listening.
  API     ${urls.api}
  S3      ${urls.s3}
  WebDAV  ${urls.webdav}
  key     ${demoToken}   (opens the embargoed DANDI:200007)

Try:
  curl ${urls.api}/dandisets/
  curl ${urls.s3}/dandisets/200001/draft/assets.jsonld
  curl -X PROPFIND -H 'Depth: 1' ${urls.webdav}/dandisets/200001/draft/
  dandi download ${urls.api}/dandisets/200001/
  curl -X POST -H 'Authorization: token ${demoToken}' \\
    ${urls.api}/dandisets/200001/versions/draft/publish/
`
}
