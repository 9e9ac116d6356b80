import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../../build/setup/out.mjs'
import { defaultSettings } from '../../main/model/settings.ts'
import { openStore } from '../../main/store/database.ts'
import { type Archive, demoToken, startArchive } from '../archive/archive.ts'
import {
  type CliRun,
  type Finished,
  jsonLines,
  startCli,
  startCommand,
} from '../support/cli-run.ts'
import { linesOf } from '../support/download-lines.ts'
import { canMount, smallDisk } from '../support/engine-disk.ts'
import { dataRequests, partsFetchedTwice } from '../support/engine-requests.ts'
import { below, digestsOf, etagOf, sha256, trueDigests } from '../support/engine-tree.ts'
import { hasRealData, realData } from '../support/sample-archive.ts'

let archive: Archive
let root: string
let out: string

beforeAll(async () => {
  await ensureBuilt()
  archive = await startArchive(hasRealData ? { dataDir: realData } : {})
}, 240_000)
afterAll(() => archive.close())
beforeEach(() => {
  archive.faults.clear()
  archive.clearRequests()
})

async function openFolder(): Promise<void> {
  root = await mkdtemp(join(tmpdir(), 'dandelion-cli-'))
  out = join(root, 'out')
}
const removeFolder = () => rm(root, { recursive: true, force: true })
function inOwnFolders(): void {
  beforeEach(openFolder)
  afterEach(removeFolder)
}

function whole([command = '', ...rest]: readonly string[]): readonly string[] {
  const place = command === 'download' ? ['-o', out, '-i', archive.urls.api] : []
  return [command, ...place, '--data-dir', join(root, 'data'), ...rest]
}

/** In this process. */
const run = (args: readonly string[]): Promise<Finished> =>
  startCommand(whole(args), { env: { HOME: root } }).ended

/** As a process, where that is what is looked at: its end, its signals, its pipes, its environment. */
const startProcess = (args: readonly string[], env: Record<string, string> = {}): CliRun =>
  startCli(whole(args), { env: { HOME: root, ...env } })
const runProcess = (args: readonly string[], env?: Record<string, string>): Promise<Finished> =>
  startProcess(args, env).ended

describe('a dandiset with Zarrs, fetched once', () => {
  const id = 'DANDI:200006'
  let fetched: Finished
  beforeAll(async () => {
    await openFolder()
    fetched = await runProcess(['download', id, '--json'])
  })
  afterAll(removeFolder)

  it('ends with 0 and JSON lines of the promised form, plan first and summary last', async () => {
    expect(fetched).toMatchObject({ code: 0, stderr: '' })
    const lines = linesOf(fetched)
    expect(lines[0]).toMatchObject({ event: 'plan', files: 8 })
    expect(lines.at(-1)).toMatchObject({ event: 'summary', done: 8, skipped: 0, failed: 0 })
    const files = lines.filter((each) => each.event === 'file')
    expect(new Set(files.map((each) => each.path)).size).toBe(8)
    for (const { path } of files) expect(path).toMatch(/^200006\//)
    const truth = trueDigests(archive, '200006', 'draft')
    expect(await digestsOf(out)).toMatchObject(below('200006', truth))
  })

  it('given again skips what is there and fetches nothing', async () => {
    const again = await run(['download', id, '--json'])
    expect(again.code).toBe(0)
    const lines = linesOf(again)
    expect(lines.at(-1)).toMatchObject({ event: 'summary', failed: 0, bytes: 0 })
    const done = lines.filter((each) => each.event === 'file' && each.state === 'done')
    // A Zarr without entries makes nothing that could be skipped.
    expect(done.map((each) => 'path' in each && each.path)).toEqual([
      '200006/sub-P01/micr/sub-P01_empty.zarr',
    ])
    expect(dataRequests(archive, '/blobs/')).toEqual([])
  })

  it('verify ends with 0 for what was fetched, and with 1 for what was changed since', async () => {
    const folder = join(out, '200006')
    expect(await runProcess(['verify', folder])).toMatchObject({ code: 0 })
    const file = join(folder, 'dataset_description.json')
    const bytes = await readFile(file)
    await writeFile(file, Buffer.alloc(bytes.length, 1))
    const finished = await run(['verify', folder])
    expect(finished.code).toBe(1)
    expect(finished.stdout + finished.stderr).toContain('dataset_description.json')
    const copy = join(root, 'copy')
    await cp(folder, copy, { recursive: true })
    const elsewhere = await run(['verify', copy, '-i', archive.urls.api])
    expect(elsewhere.stdout).toContain('6 files verified · 1 changed · 0 missing')
    await writeFile(file, bytes)
  })
})

describe('download', () => {
  const id = 'DANDI:200006'
  inOwnFolders()

  it('--dry-run tells the plan and writes nothing', async () => {
    const finished = await run(['download', id, '--dry-run', '--json'])
    expect(finished.code).toBe(0)
    expect(jsonLines(finished.stdout)).toMatchObject([{ event: 'plan', files: 8 }])
    expect(existsSync(out)).toBe(false)
    expect(dataRequests(archive, '/blobs/')).toEqual([])
  })

  it('writes plain lines when it is piped', async () => {
    const { code, stdout } = await runProcess(['download', 'DANDI:200001'])
    expect(code).toBe(0)
    expect(stdout).not.toContain('\u001b')
    expect(stdout.match(/^✓ verified /gm)?.length).toBe(2)
  })

  it('takes subjects, patterns and -J, and tells a subject that nobody has', async () => {
    const patterns = ['--include', '*.nwb', '--exclude', '*ses-nothing*']
    const args = ['--subject', 'R01', '--subject', 'R99', ...patterns]
    const finished = await run(['download', 'DANDI:200018', '--json', '-J', '3:2', ...args])
    expect(finished).toMatchObject({ code: 0, stderr: 'No file of subject “R99” matches.\n' })
    const [plan] = jsonLines(finished.stdout)
    expect(plan).toMatchObject({ event: 'plan', unmatchedSubjects: ['R99'] })
    const isMine = (path: string) => path.startsWith('sub-R01/') && path.endsWith('.nwb')
    const truth = below('200018', trueDigests(archive, '200018', 'draft', isMine))
    expect(await digestsOf(out)).toMatchObject(truth)
  })

  it('keeps -i to itself: the instance of the window stays what it was', async () => {
    await run(['download', 'DANDI:200001', '--dry-run'])
    const dataDir = join(root, 'data')
    const nativeBinding = process.env.DANDELION_SQLITE_BINDING ?? null
    const store = openStore({ dataDir, nativeBinding })
    const kept = store.settings.read(defaultSettings(out))
    store.close()
    expect(kept.instance).toBe('dandi')
    expect(kept.instances.map((each) => each.apiUrl)).toEqual([archive.urls.api])
  })
})

describe('exit codes', () => {
  inOwnFolders()

  it('1 when a file failed, which is told with its reason', async () => {
    const [path = ''] = archive.paths('200001', 'draft')
    archive.faults.add({ name: 'gone', where: archive.entry('200001', 'draft', path).s3Path })
    const finished = await run(['download', 'DANDI:200001', '--json'])
    expect(finished.code).toBe(1)
    const failed = linesOf(finished).filter((each) => each.event === 'file' && each.failure)
    expect(failed).toMatchObject([{ state: 'failed', failure: { code: 'remote.gone' } }])
  })

  it.each([
    ['an option that does not exist', ['download', 'DANDI:200001', '--nonsense']],
    ['no identifier', ['download']],
    ['an identifier that is none', ['download', 'what is this']],
    ['a dandiset that does not exist', ['download', 'DANDI:299999']],
    ['a version that does not exist', ['download', 'DANDI:200001/0.991231.0000']],
    ['a command that does not exist', ['fetch', 'DANDI:200001']],
  ])('2 for %s', async (_what, args) => {
    const finished = await run(args)
    expect(finished).toMatchObject({ code: 2, stdout: '' })
    expect(finished.stderr).not.toContain('    at ')
  })

  it('2 for a path or subject that does not exist, and for a link to another archive than -i', async () => {
    for (const more of [[], ['--dry-run']]) {
      const mistyped = await run(['download', 'DANDI:200018', '--subject', 'R0l', ...more])
      expect(mistyped).toMatchObject({ code: 2, stderr: 'No file of this version matches.\n' })
    }
    const link = `${archive.urls.web}/dandiset/200001/draft/files?location=nothing`
    expect((await run(['download', link])).code).toBe(2)
    expect((await run(['download', 'https://dandiarchive.org/dandiset/000027'])).code).toBe(2)
  })

  it('3 when nothing may be read without a key, 0 with it', async () => {
    expect(await run(['download', 'DANDI:200007', '--dry-run'])).toMatchObject({ code: 3 })
    const env = { DANDELION_API_KEY: demoToken }
    const opened = await runProcess(['download', 'DANDI:200007', '--dry-run'], env)
    expect(opened).toMatchObject({ code: 0 })
  })

  it('3 when nobody answers', async () => {
    const gone = await startArchive({ builtIn: false })
    await gone.close()
    const finished = await run(['download', 'DANDI:200001', '-i', gone.urls.api])
    expect(finished.code).toBe(3)
    expect(finished.stderr).not.toContain('    at ')
  })

  it.runIf(canMount)('4 when the disk is full, before a byte is fetched', async () => {
    const disk = smallDisk(100_000)
    const finished = await run(['download', 'DANDI:200006', '-o', disk.folder])
    expect(finished.code).toBe(4)
    expect(dataRequests(archive, '/blobs/')).toEqual([])
  })

  it('4 when no file has a place, 3 when no server gives its bytes, 1 when some arrive', async () => {
    archive.addAsset('200001', 'sub-R02/second.nwb', { bytes: 'another' })
    const folder = join(out, '200001')
    const elsewhere = await mkdtemp(join(tmpdir(), 'dandelion-cli-elsewhere-'))
    await mkdir(out)
    await symlink(elsewhere, folder)
    const command = ['download', 'DANDI:200001/draft']
    expect((await run(command)).code).toBe(4)
    await rm(folder)
    const isData = (path: string) => path.startsWith('/blobs/')
    archive.faults.add({ name: 'forbidden', where: (call) => isData(call.path) })
    expect((await run(command)).code).toBe(3)
    archive.faults.clear()
    const { s3Path } = archive.entry('200001', 'draft', 'sub-R02/second.nwb')
    archive.faults.add({ name: 'forbidden', where: s3Path })
    expect((await run(command)).code).toBe(1)
    archive.removeAsset('200001', 'sub-R02/second.nwb')
    await rm(elsewhere, { recursive: true })
  })

  it.each([
    ['ls', []],
    ['download', ['--dry-run']],
    ['download', []],
  ])('130 at the first Ctrl-C while %s %j is still listing', async (command, more) => {
    archive.faults.add({ name: 'latency', delayMs: 60_000 })
    const place = command === 'ls' ? ['-i', archive.urls.api] : []
    const asking = startProcess([command, 'DANDI:200001', ...place, ...more])
    await expect.poll(() => archive.requests.length).toBeGreaterThan(0)
    asking.interrupt()
    expect(await asking.ended).toMatchObject({ code: 130 })
  })

  it('130 when it is interrupted, and the same command goes on from there', async () => {
    const path = 'sub-R01/interrupted.nwb'
    const sizeBytes = 70 * 1024 * 1024
    const { s3Path, etag } = archive.addAsset('200001', path, { sizeBytes })
    const command = [
      'download',
      'DANDI:200001/draft',
      '-J',
      '1:1',
      '--include',
      `*${path}`,
      '--json',
    ]
    archive.faults.add({ name: 'stall', afterBytes: 2_000_000, where: s3Path, skip: 1, times: 1 })
    const interrupted = startProcess(command)
    const isFar = (it: Record<string, unknown>) => Number(it.bytes) > 64 * 1024 * 1024
    await interrupted.until((stdout) =>
      jsonLines(stdout.slice(0, stdout.lastIndexOf('\n') + 1)).some(
        (it) => it.event === 'progress' && isFar(it),
      ),
    )
    interrupted.interrupt()
    const first = await interrupted.ended
    expect(first.code).toBe(130)
    expect(first.stderr).toContain('same command')
    archive.faults.clear()
    const second = await run(command)
    expect(second.code).toBe(0)
    const told = jsonLines(second.stdout).at(-1)
    expect(told).toMatchObject({ event: 'summary', done: 1 })
    expect(told?.bytes).toBeLessThan(sizeBytes - 64 * 1024 * 1024 + 1)
    expect(partsFetchedTwice(dataRequests(archive, s3Path), sizeBytes)).toEqual([])
    expect(etagOf(join(out, '200001', path))).toBe(etag)
    archive.removeAsset('200001', path)
  })
})

describe('ls and jobs', () => {
  inOwnFolders()

  it('ls lists what an identifier means', async () => {
    const args = ['ls', 'DANDI:200006', '-i', archive.urls.api, '--json']
    const { code, stdout } = await runProcess(args)
    expect(code).toBe(0)
    for (const path of archive.paths('200006', 'draft')) expect(stdout).toContain(path)
  })

  it('a damaged database is put aside, and one line tells what happened, where it is and what to do', async () => {
    await run(['download', 'DANDI:200001'])
    const file = join(root, 'data', 'dandelion.sqlite')
    await writeFile(file, Buffer.alloc(20_000, 'noise'))
    const finished = await run(['download', 'DANDI:200001', '--json'])
    expect(finished.code).toBe(0)
    expect(finished.stderr).toMatch(/^[^\n]*damaged[^\n]*Order again[^\n]*\n$/)
    expect(finished.stderr).toContain(`${file}.damaged`)
    expect(linesOf(finished).at(-1)).toMatchObject({ done: 0, failed: 0 })
    expect(await run(['jobs'])).toMatchObject({ code: 0, stderr: '' })
  })

  it('jobs tells what was ordered', async () => {
    await run(['download', 'DANDI:200001'])
    const { code, stdout } = await runProcess(['jobs', '--json'])
    expect(code).toBe(0)
    expect(stdout).toContain('200001')
    await run(['download', 'DANDI:200001'])
    expect(jsonLines((await run(['jobs', '--json'])).stdout)).toHaveLength(2)
  })
})

const missing = hasRealData ? '' : ' (left out: ../shared/data is not there)'

describe.runIf(hasRealData || process.env.CI !== undefined)(`the real 000027${missing}`, () => {
  inOwnFolders()

  it.each(['api', 's3', 'webdav'])('has its published digest from %s', async (source) => {
    const more = ['--source', source, '--webdav-url', archive.urls.webdav]
    const finished = await run(['download', 'DANDI:000027', ...more, '--json'])
    expect(finished.code).toBe(0)
    const file = await readFile(join(out, '000027', 'sub-RAT123', 'sub-RAT123.nwb'))
    expect(sha256(file)).toBe('1a765509384ea96b7b12136353d9c5b94f23d764ad0431e049197f7875eb352c')
    const [told] = linesOf(finished).filter((each) => 'path' in each && /nwb$/.test(each.path))
    expect(told).toMatchObject({ state: 'done', source })
    expect(await readdir(join(out, '000027'))).toEqual(['dandiset.yaml', 'sub-RAT123'])
  })
})
