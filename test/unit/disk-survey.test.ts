import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashParts, readSmall } from '../../main/disk/digest.ts'
import { failureOfDisk } from '../../main/disk/errno.ts'
import {
  canWrite,
  ensureFolder,
  freeBytes,
  isCaseSensitive,
  lookAt,
  removeIfUnchanged,
  walk,
} from '../../main/disk/survey.ts'
import { Failure } from '../../main/model/failure.ts'
import { tempFolder } from '../support/temp-folder.ts'

const code = (it: string) => expect.objectContaining({ code: it })

describe('what has a name', () => {
  it('is a file with its size and time, a folder, something else, or nothing', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'file'), 'abc')
    utimesSync(join(folder, 'file'), 10, 10)
    symlinkSync('file', join(folder, 'link'))
    expect(lookAt(join(folder, 'file'))).toEqual({ kind: 'file', sizeBytes: 3, modifiedAt: 10_000 })
    expect(lookAt(folder)).toEqual({ kind: 'folder' })
    expect(lookAt(join(folder, 'link'))).toEqual({ kind: 'other' })
    expect(lookAt(join(folder, 'none'))).toBeNull()
    expect(lookAt(join(folder, 'file', 'below'))).toBeNull()
  })
})

describe('the way to a file', () => {
  it('is made where it is missing', () => {
    const root = join(tempFolder(), 'not', 'yet')
    expect(ensureFolder(root, ['a', 'b'])).toBe(join(root, 'a', 'b'))
    expect(ensureFolder(root, ['a', 'b'])).toBe(join(root, 'a', 'b'))
    expect(statSync(join(root, 'a', 'b')).isDirectory()).toBe(true)
  })

  it('may go through a link that stays inside, and through a destination that is a link', () => {
    const root = tempFolder()
    mkdirSync(join(root, 'real'))
    symlinkSync('real', join(root, 'link'))
    ensureFolder(root, ['link', 'below'])
    expect(existsSync(join(root, 'real', 'below'))).toBe(true)
    const other = join(tempFolder(), 'destination')
    symlinkSync(root, other)
    ensureFolder(other, ['link', 'more'])
    expect(existsSync(join(root, 'real', 'more'))).toBe(true)
  })

  it.each([
    ['a folder elsewhere', (elsewhere: string) => elsewhere],
    ['the folder above', () => '..'],
    ['a sibling whose name begins alike', (_: string, root: string) => `${root}-other`],
  ])('never leaves the destination by a link to %s', (_what, target) => {
    const parent = tempFolder()
    const [root, elsewhere] = [join(parent, 'root'), join(parent, 'elsewhere')]
    for (const folder of [root, elsewhere, `${root}-other`]) mkdirSync(folder)
    symlinkSync(target(elsewhere, root), join(root, 'link'))
    for (const below of [['link'], ['link', 'x']]) {
      expect(() => ensureFolder(root, below)).toThrow(code('disk.unsafe-path'))
    }
    expect(readdirSync(elsewhere)).toEqual([])
  })

  it('is refused where a file or a dead link stands in it', () => {
    const root = tempFolder()
    writeFileSync(join(root, 'file'), '')
    expect(() => ensureFolder(root, ['file', 'x'])).toThrow(code('disk.exists'))
    symlinkSync('nowhere', join(root, 'dead'))
    expect(() => ensureFolder(root, ['dead', 'x'])).toThrow(Failure)
  })
})

describe('removing what was fetched', () => {
  const recorded = { sizeBytes: 3, modifiedAt: 10_000 }

  function fetched(): { root: string; file: string } {
    const root = tempFolder()
    mkdirSync(join(root, 'a', 'b'), { recursive: true })
    const file = join(root, 'a', 'b', 'x')
    writeFileSync(file, 'abc')
    utimesSync(file, 10, 10)
    return { root, file }
  }

  it('takes folders along that it leaves empty, but not the destination', () => {
    const { root, file } = fetched()
    removeIfUnchanged(file, recorded, root)
    expect(readdirSync(root)).toEqual([])
  })

  it('leaves folders in which something else is', () => {
    const { root, file } = fetched()
    writeFileSync(join(root, 'a', 'mine'), '')
    removeIfUnchanged(file, recorded, root)
    expect(readdirSync(join(root, 'a'))).toEqual(['mine'])
  })

  it.each<[string, (file: string) => void]>([
    ['longer', (file) => writeFileSync(file, 'abcd')],
    ['newer', (file) => utimesSync(file, 12, 12)],
    ['another kind', replaceByFolder],
  ])('leaves a file that is %s than it was recorded', (_what, change) => {
    const { root, file } = fetched()
    change(file)
    removeIfUnchanged(file, recorded, root)
    expect(existsSync(file)).toBe(true)
  })

  it('does nothing about a file that is gone', () => {
    const { root, file } = fetched()
    rmSync(file)
    removeIfUnchanged(file, recorded, root)
    expect(existsSync(join(root, 'a', 'b'))).toBe(true)
  })
})

describe('a disk', () => {
  it('has room that can be asked for before the folder is there', async () => {
    const folder = tempFolder()
    expect(await freeBytes(join(folder, 'a', 'b'))).toBeGreaterThan(0)
    expect(canWrite(join(folder, 'a', 'b'))).toBe(true)
  })

  it.skipIf(process.getuid?.() === 0)('tells where nothing can be written', () => {
    const folder = tempFolder()
    chmodSync(folder, 0o500)
    expect(canWrite(folder)).toBe(false)
    chmodSync(folder, 0o700)
  })

  it('tells A from a, or does not', () => {
    const folder = tempFolder()
    mkdirSync(join(folder, 'Name'))
    const isSensitive = !existsSync(join(folder, 'nAME'))
    expect(isCaseSensitive(join(folder, 'Name'))).toBe(isSensitive)
  })

  it('is walked in order, without partials and what the dandi client leaves out', async () => {
    const root = tempFolder()
    for (const folder of ['b', '.dandi', '.git', 'x.zarr.dandelion-partial', 'a']) {
      mkdirSync(join(root, folder))
      writeFileSync(join(root, folder, 'f'), '')
    }
    for (const file of ['z', '.hidden', 'q.dandelion-partial']) writeFileSync(join(root, file), '')
    symlinkSync('z', join(root, 'link'))
    const found: string[] = []
    for await (const path of walk(root)) found.push(path)
    expect(found).toEqual(['.hidden', 'a/f', 'b/f', 'z'])
  })
})

describe('errors of the file system', () => {
  it.each([
    ['ENOSPC', 'disk.full'],
    ['EDQUOT', 'disk.full'],
    ['EACCES', 'disk.denied'],
    ['EPERM', 'disk.denied'],
    ['EROFS', 'disk.denied'],
    ['EEXIST', 'disk.exists'],
    ['EISDIR', 'disk.exists'],
    ['ENOTDIR', 'disk.exists'],
    ['ENAMETOOLONG', 'disk.name'],
    ['ENOENT', 'disk.missing'],
    ['EIO', 'disk.io'],
    ['EMFILE', 'disk.io'],
  ])('%s is %s', (errno, wanted) => {
    const error = Object.assign(new Error(errno), { code: errno })
    expect(failureOfDisk(error, '/x')).toMatchObject({ code: wanted, details: { path: '/x' } })
  })

  it('that nobody knows stay what they are', () => {
    const strange = Object.assign(new Error('x'), { code: 'EWHAT' })
    expect(failureOfDisk(strange, '/x')).toBe(strange)
    const failure = new Failure('net.cut', 'retry-later')
    expect(failureOfDisk(failure, '/x')).toBe(failure)
  })
})

describe('hashing what is on disk', () => {
  const signal = new AbortController().signal

  it('gives the MD5 of each part and tells how far it is', async () => {
    const file = join(tempFolder(), 'x')
    const bytes = Buffer.alloc(3_000_000, 'dandelion')
    writeFileSync(file, bytes)
    let told = 0
    const onBytes = (more: number) => {
      told += more
    }
    const parts = await hashParts(file, 1_250_000, { onBytes, signal })
    const wanted = [0, 1, 2].map((at) =>
      createHash('md5')
        .update(bytes.subarray(at * 1_250_000, (at + 1) * 1_250_000))
        .digest('hex'),
    )
    expect(parts.map((it) => Buffer.from(it).toString('hex'))).toEqual(wanted)
    expect(told).toBe(bytes.length)
  })

  it('gives no part for an empty file and a failure for a missing one', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'x'), '')
    const hooks = { onBytes: () => {}, signal }
    expect(await hashParts(join(folder, 'x'), 10, hooks)).toEqual([])
    await expect(hashParts(join(folder, 'y'), 10, hooks)).rejects.toThrow(code('disk.missing'))
    await expect(readSmall(join(folder, 'y'))).rejects.toThrow(code('disk.missing'))
  })

  it('stops when it is told to', async () => {
    const file = join(tempFolder(), 'x')
    writeFileSync(file, Buffer.alloc(5_000_000))
    const abort = new AbortController()
    const onBytes = () => abort.abort(new Error('enough'))
    await expect(hashParts(file, 10_000_000, { onBytes, signal: abort.signal })).rejects.toThrow(
      'enough',
    )
  })
})

function replaceByFolder(file: string): void {
  rmSync(file)
  mkdirSync(file)
}
