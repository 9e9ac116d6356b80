import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { type Archive, demoToken, startArchive } from './archive.ts'
import { faultHelp, faultOf } from './fault-arguments.ts'

const usage = `Usage: archive [--data DIR] [--port P] [--host H] [--presign-seconds N]
               [--webdav-redirect s3|api] [--fault FAULT]… [--json]

Serves a local DANDI archive: the API at port P (default 9000), S3 at P+1, WebDAV at P+2.
With --port 0 any free ports are taken.

${faultHelp}`

/** Serves until it is interrupted. Resolves to the exit code. */
export async function serveCommand(args: readonly string[]): Promise<number> {
  const options = readArguments(args)
  if (typeof options === 'string') {
    process.stderr.write(`${options}\n\n${usage}`)
    return 2
  }
  let archive: Archive
  try {
    archive = await startArchive({ ...options.archive, recordLimit: 1000 })
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`)
    return 1
  }
  for (const fault of options.faults) archive.faults.add(fault)
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
        fault: { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    const presignSeconds = Number(values['presign-seconds'])
    const redirect = values['webdav-redirect']
    if (!Number.isInteger(port) || port < 0 || port > 65_533) return '--port takes 0 to 65533'
    if (!(presignSeconds > 0)) return '--presign-seconds takes a number above 0'
    if (redirect !== 's3' && redirect !== 'api') return '--webdav-redirect takes s3 or api'
    return {
      isJson: values.json,
      faults: values.fault.map(faultOf),
      archive: {
        port,
        host: values.host,
        presignSeconds,
        webdavRedirect: redirect,
        ...(values.data === undefined ? {} : { dataDir: values.data }),
      } as const,
    }
  } catch (error) {
    return whyNot(error)
  }
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const isTaken = 'code' in error && error.code === 'EADDRINUSE'
  return isTaken
    ? 'The port is taken; --port names another, and needs the two after it'
    : error.message
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
  dandelion ls 200001 -i ${urls.api}
  dandelion download 200001 -i ${urls.api} --source webdav --webdav-url ${urls.webdav}
  curl ${urls.api}/dandisets/
  curl ${urls.s3}/dandisets/200001/draft/assets.jsonld
  curl -X PROPFIND -H 'Depth: 1' ${urls.webdav}/dandisets/200001/draft/
  dandi download ${urls.api}/dandisets/200001/
  curl -X POST -H 'Authorization: token ${demoToken}' \\
    ${urls.api}/dandisets/200001/versions/draft/publish/
`
}
