import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { type CartTool, cartTools } from '../../main/model/cart.ts'
import { everything, noFilter, type Selection } from '../../main/model/selection.ts'
import { type EngineWorld, startEngineWorld } from '../support/engine-world.ts'

const run = promisify(execFile)

/** A file name that a careless script would break on. */
const odd = `sub-R01/it's "5 $HOME" \`id\` -rf é 100%.nwb`

/** Two files of the usual kind beside the odd ones: each is a line of a script. */
const rules = ['sub-R01/*_ses-20210401_*', 'sub-R01/*_ses-20210402_*', 'sub-R01/it*', '-rf/*']

/** What a tool is asked when it fails, to see whether it is there at all. */
const commands: Readonly<Record<CartTool, readonly [command: string, ...args: string[]]>> = {
  dandi: [process.env.DANDI_CLIENT || 'dandi', '--version'],
  aws: ['aws', '--version'],
  rclone: ['rclone', 'version'],
  wget: ['wget', '--version'],
  aria2: ['aria2c', '--version'],
  python: ['python3', '--version'],
}

async function isThere([command, ...args]: readonly [string, ...string[]]): Promise<boolean> {
  return run(command, args).then(
    () => true,
    () => false,
  )
}

let world: EngineWorld
let folder: string
const expected = new Map<string, Buffer>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dandelion-scripts-'))
  world = await startEngineWorld()
  const { archive, engine } = world
  archive.addAsset('200018', odd, { bytes: 'quoting is no detail' })
  archive.addAsset('200018', '-rf/--help.nwb', { bytes: 'a dash in front' })
  const rats: Selection = {
    ...everything,
    filter: { ...noFilter, include: rules },
  }
  const scans: Selection = { ...everything, filter: { ...noFilter, include: ['*LEC*'] } }
  const ref = (dandisetId: string) => ({
    instance: 'local',
    dandisetId,
    version: 'draft',
    pick: { kind: 'dandiset' as const },
  })
  const items = [
    { ref: ref('200018'), selection: rats },
    { ref: ref('200006'), selection: scans },
  ]
  await engine['cart.add']({ items: structuredClone(items) as never })
  for (const path of archive.paths('200018', 'draft')) {
    if (/^(sub-R01\/sub-R01_ses-2021040[12]_|sub-R01\/it|-rf\/)/.test(path))
      expected.set(`200018/${path}`, archive.bytesOf('200018', 'draft', path))
  }
  for (const path of archive.paths('200006', 'draft').filter((each) => each.includes('LEC'))) {
    for (const [key, bytes] of archive.zarrBytesOf('200006', 'draft', path))
      expected.set(`200006/${path}/${key}`, bytes)
  }
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

async function filesBelow(root: string): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>()
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) found.set(relative(root, path), await readFile(path))
  }
  return found
}

interface Where {
  readonly script: string
  readonly dest: string
}

/** As a person would run it, without an account of any kind. Skips the test where the tool is not there. */
async function runScript(tool: CartTool, where: Where, context: TestContext): Promise<void> {
  const { script, dest } = where
  const client = process.env.DANDI_CLIENT
  const own = client === undefined ? '' : `${join(client, '..')}:`
  const env = {
    PATH: `${own}${process.env.PATH}`,
    HOME: tool === 'aws' ? homedir() : folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    DANDI_NO_ET: '1',
    PYTHONIOENCODING: 'utf8',
    LC_ALL: 'C.UTF-8',
  }
  const command = tool === 'python' ? 'python3' : 'sh'
  try {
    await run(command, [script, dest], { env, cwd: folder, timeout: 110_000 })
  } catch (error) {
    if (!(await isThere(commands[tool]))) context.skip(`${commands[tool][0]} is not there`)
    throw error
  }
}

describe('a cart as a script for others', { timeout: 120_000 }, () => {
  it('says of which Zarrs the dandi client fetches more than was chosen', async () => {
    const before = await world.engine['cart.get'](undefined)
    const scans = before.items.find((it) => it.ref.dandisetId === '200006')
    const path = world.archive.paths('200006', 'draft').find((it) => it.includes('LEC')) ?? ''
    const zarrParts = [{ path, keep: ['.zattrs', '1/'] }]
    const selection = { ...scans?.selection, zarrParts }
    await world.engine['cart.change']({ id: scans?.id ?? '', selection: selection as never })
    const script = join(folder, 'cart-part')
    const written = await world.engine.writeCartScript('dandi', script)
    expect(written).toEqual({ leftOut: 0, wholeZarrs: 1 })
    const text = await readFile(script, 'utf8')
    expect(text).toContain(`# It fetches Zarrs whole. Of these only a part was chosen:`)
    expect(text).toContain(`# 200006/${path}\n`)
    expect((await world.engine.writeCartScript('wget', script)).wholeZarrs).toBe(0)
    expect(await readFile(script, 'utf8')).not.toContain(`${path}/0/`)
    const whole = { id: scans?.id ?? '', selection: scans?.selection as never }
    await world.engine['cart.change'](whole)
  })

  it.for(cartTools)('gets the same tree with %s', async (tool, context) => {
    const script = join(folder, `cart-${tool}`)
    expect(await world.engine.writeCartScript(tool, script)).toEqual({
      leftOut: 0,
      wholeZarrs: 0,
    })
    const dest = join(folder, `it's from $${tool}`)
    await mkdir(dest, { recursive: true })
    await runScript(tool, { script, dest }, context)
    const found = await filesBelow(dest)
    for (const id of ['200006', '200018']) if (tool === 'dandi') found.delete(`${id}/dandiset.yaml`)
    expect([...found.keys()].sort()).toEqual([...expected.keys()].sort())
    const different = [...expected].filter(([path, bytes]) => !found.get(path)?.equals(bytes))
    expect(different.map(([path]) => path)).toEqual([])
    expect((await stat(script)).mode & 0o100).toBe(0o100)
  })

  /** A folder where one of the files has other bytes already. */
  async function withAnotherFile(name: string) {
    const dest = join(folder, name)
    const [path, bytes] = [...expected].find(([it]) => it.includes('R01_ses')) ?? ['', Buffer.of()]
    await mkdir(join(dest, path, '..'), { recursive: true })
    await writeFile(join(dest, path), Buffer.alloc(bytes.length))
    return { dest, path: join(dest, path), bytes }
  }

  it('ends with an error when a file that wget finds complete is another one', async (context) => {
    context.skip(!(await isThere(commands.wget)), 'wget is not there')
    const script = join(folder, 'cart-other')
    await world.engine.writeCartScript('wget', script)
    const { dest } = await withAnotherFile('other')
    const running = runScript('wget', { script, dest }, context)
    await expect(running).rejects.toMatchObject({ code: 1 })
  })

  it('replaces with Python what is not what it should be', async (context) => {
    const script = join(folder, 'cart-again')
    await world.engine.writeCartScript('python', script)
    const { dest, path, bytes } = await withAnotherFile('again')
    await runScript('python', { script, dest }, context)
    expect(bytes.equals(await readFile(path))).toBe(true)
  })
})
