import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  createPartial,
  hashWritten,
  identityOf,
  linkOrCopy,
  openFresh,
  openPartial,
  partialPath,
  partialSize,
  publishFile,
  publishFolder,
  removePartial,
} from '../../main/disk/partial-file.ts'
import { PARTIAL_ENDING } from '../../main/model/local-path.ts'
import { tempFolder } from '../support/temp-folder.ts'

const opened = (path: string) => openPartial(path, createPartial(path))
const code = (it: string) => expect.objectContaining({ code: it })

describe('a partial', () => {
  it('lies beside its destination, has its name and an ending of our own', () => {
    const partial = partialPath('/data/a b/x.nwb')
    expect(partial).toBe('/data/a b/x.nwb.dandelion-partial')
    expect(partial.endsWith(PARTIAL_ENDING)).toBe(true)
    // Room that is kept free in a name of 255 bytes.
    expect(PARTIAL_ENDING.length).toBeLessThanOrEqual(24)
  })

  it('takes bytes in any order and keeps those of an earlier run', async () => {
    const file = join(tempFolder(), 'x')
    const first = opened(file)
    first.write(Buffer.from('world'), 6)
    await first.flush()
    first.close()
    const second = opened(file)
    second.write(Buffer.from('hello '), 0)
    expect(hashWritten(second, 0, 11).digest('hex')).toBe('5eb63bbbe01eeed093cb22bb8f5acdc3')
    second.truncate(5)
    second.close()
    expect(readFileSync(file, 'utf8')).toBe('hello')
    expect(partialSize(file)).toBe(5)
  })

  it('is lost, and says so, when it is shorter than the journal says', () => {
    const partial = opened(join(tempFolder(), 'x'))
    partial.write(Buffer.from('abc'), 0)
    expect(() => hashWritten(partial, 0, 4)).toThrow(code('disk.partial-lost'))
    partial.close()
  })

  it('is lost when its name is gone or another file has it', () => {
    const file = join(tempFolder(), 'x')
    const identity = createPartial(file)
    renameSync(file, `${file}.aside`)
    expect(() => openPartial(file, identity)).toThrow(code('disk.partial-lost'))
    createPartial(file)
    expect(() => openPartial(file, identity)).toThrow(code('disk.partial-lost'))
  })

  it('is never written through a link', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'precious'), 'mine')
    symlinkSync(join(folder, 'precious'), join(folder, 'x'))
    expect(() => opened(join(folder, 'x'))).toThrow()
    const fresh = openFresh(join(folder, 'x'))
    fresh.write(Buffer.from('theirs'), 0)
    fresh.close()
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine')
  })

  it('made afresh leaves a second name of the old bytes as it was', () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'x'), 'old')
    linkSync(join(folder, 'x'), join(folder, 'elsewhere'))
    const fresh = openFresh(join(folder, 'x'))
    fresh.write(Buffer.from('new'), 0)
    fresh.close()
    expect(readFileSync(join(folder, 'elsewhere'), 'utf8')).toBe('old')
    expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('new')
  })

  it('has no size when it is not there or no file', () => {
    const folder = tempFolder()
    expect(partialSize(join(folder, 'x'))).toBeNull()
    expect(partialSize(folder)).toBeNull()
    removePartial(join(folder, 'x'))
  })
})

describe('giving a file its name', () => {
  function verified() {
    const folder = tempFolder()
    const final = join(folder, 'x.nwb')
    const partial = partialPath(final)
    writeFileSync(partial, 'verified')
    return { folder, final, partial, identity: identityOf(partial) ?? '', sizeBytes: 8 }
  }

  it('is refused when another file has the name of the one that was hashed', () => {
    const { folder, modifiedAt = null, ...publication } = { ...verified(), modifiedAt: null }
    renameSync(publication.partial, join(folder, 'aside'))
    writeFileSync(publication.partial, 'verified')
    const step = () => publishFile({ ...publication, replace: false, modifiedAt })
    expect(step).toThrow(code('disk.partial-lost'))
    removePartial(publication.partial)
    expect(step).toThrow(code('disk.partial-lost'))
    expect(readdirSync(folder)).toEqual(['aside'])
  })

  it('is refused when the file is not as long as it was', () => {
    const { folder, ...publication } = verified()
    writeFileSync(publication.partial, 'verif')
    const step = () => publishFile({ ...publication, replace: false, modifiedAt: null })
    expect(step).toThrow(code('disk.partial-lost'))
    expect(readdirSync(folder)).toEqual(['x.nwb.dandelion-partial'])
  })

  it('leaves only the name, with the time that the archive has', () => {
    const { folder, final, partial, identity, sizeBytes } = verified()
    publishFile({
      partial,
      final,
      identity,
      sizeBytes,
      replace: false,
      modifiedAt: 1_630_441_980_500.789,
    })
    expect(readdirSync(folder)).toEqual(['x.nwb'])
    expect(readFileSync(final, 'utf8')).toBe('verified')
    expect(statSync(final).mtimeMs).toBeCloseTo(1_630_441_980_500.789, 2)
    expect(statSync(final).nlink).toBe(1)
  })

  it.each(['file', 'folder', 'link to nothing'])('never overwrites a %s that is there', (what) => {
    const { folder, final, partial, identity, sizeBytes } = verified()
    if (what === 'file') writeFileSync(final, 'mine')
    if (what === 'folder') mkdirSync(final)
    if (what === 'link to nothing') symlinkSync(join(folder, 'nowhere'), final)
    const step = () =>
      publishFile({ partial, final, identity, sizeBytes, replace: false, modifiedAt: null })
    expect(step).toThrow(code('disk.exists'))
    expect(readFileSync(partial, 'utf8')).toBe('verified')
    if (what === 'file') expect(readFileSync(final, 'utf8')).toBe('mine')
  })

  it('replaces a file where that was asked for, and a folder never', () => {
    const { final, partial, identity, sizeBytes } = verified()
    writeFileSync(final, 'old')
    publishFile({ partial, final, identity, sizeBytes, replace: true, modifiedAt: null })
    expect(readFileSync(final, 'utf8')).toBe('verified')
    const other = verified()
    mkdirSync(other.final)
    const step = () => publishFile({ ...other, replace: true, modifiedAt: null })
    expect(step).toThrow(code('disk.exists'))
  })

  it('replaces a link itself, not what it leads to', () => {
    const { folder, final, partial, identity, sizeBytes } = verified()
    writeFileSync(join(folder, 'precious'), 'mine')
    symlinkSync(join(folder, 'precious'), final)
    publishFile({ partial, final, identity, sizeBytes, replace: true, modifiedAt: null })
    expect(readFileSync(final, 'utf8')).toBe('verified')
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine')
  })
})

describe('giving a Zarr its name', () => {
  function verified() {
    const folder = tempFolder()
    const final = join(folder, 'x.zarr')
    const partial = partialPath(final)
    mkdirSync(join(partial, '0'), { recursive: true })
    writeFileSync(join(partial, '.zattrs'), '{}')
    writeFileSync(join(partial, '0', '1'), 'new')
    return { folder, final, partial }
  }
  const keys = new Set(['.zattrs', '0/1', '0/2'])
  const ofZarr = (key: string) => keys.has(key)

  it('renames the folder when nothing has the name', () => {
    const { folder, final, partial } = verified()
    expect(publishFolder({ partial, final, replace: false, modifiedAt: null }, ofZarr)).toBeNull()
    expect(readdirSync(folder)).toEqual(['x.zarr'])
    expect(readFileSync(join(final, '0', '1'), 'utf8')).toBe('new')
  })

  it('refuses without replace, and refuses a file always', () => {
    const one = verified()
    mkdirSync(one.final)
    expect(() => publishFolder({ ...one, replace: false, modifiedAt: null }, ofZarr)).toThrow(
      code('disk.exists'),
    )
    const other = verified()
    writeFileSync(other.final, 'a file')
    expect(() => publishFolder({ ...other, replace: true, modifiedAt: null }, ofZarr)).toThrow(
      code('disk.exists'),
    )
    expect(readFileSync(other.final, 'utf8')).toBe('a file')
  })

  it('removes what it replaces when all of it was the Zarr’s', () => {
    const { folder, final, partial } = verified()
    mkdirSync(join(final, '0'), { recursive: true })
    writeFileSync(join(final, '0', '2'), 'old')
    expect(publishFolder({ partial, final, replace: true, modifiedAt: null }, ofZarr)).toBeNull()
    expect(readdirSync(folder)).toEqual(['x.zarr'])
    expect(readdirSync(join(final, '0'))).toEqual(['1'])
  })

  it('keeps a person’s own files beside it, in a folder of which it tells', () => {
    const { folder, final, partial } = verified()
    mkdirSync(join(final, 'notes'), { recursive: true })
    writeFileSync(join(final, 'notes', 'mine.txt'), 'mine')
    writeFileSync(join(final, '.zattrs'), 'old')
    symlinkSync('/nowhere', join(final, '0'))
    mkdirSync(`${final}.replaced`)
    const left = publishFolder({ partial, final, replace: true, modifiedAt: null }, ofZarr)
    expect(left).toBe(`${final}.replaced-1`)
    expect(readFileSync(join(left ?? '', 'notes', 'mine.txt'), 'utf8')).toBe('mine')
    expect(readdirSync(left ?? '').sort()).toEqual(['0', 'notes'])
    expect(readdirSync(final).sort()).toEqual(['.zattrs', '0'])
    expect(readdirSync(folder)).toContain('x.zarr.replaced')
  })
})

describe('a second name for bytes', () => {
  it('replaces what is there and costs no room', () => {
    const folder = tempFolder()
    const [from, to] = [join(folder, 'from'), join(folder, 'to')]
    writeFileSync(from, 'bytes')
    utimesSync(from, 1, 1)
    writeFileSync(to, 'other')
    linkOrCopy(from, to)
    expect(readFileSync(to, 'utf8')).toBe('bytes')
    expect(statSync(to).ino).toBe(statSync(from).ino)
  })
})
