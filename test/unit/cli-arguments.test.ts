import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { type DownloadArguments, parseCommand } from '../../main/cli/arguments.ts'
import { helpText } from '../../main/cli/help.ts'
import { syncDefaults } from '../../main/model/sync.ts'

function download(...args: readonly string[]): DownloadArguments {
  const command = parseCommand(['download', ...args], '/home/me')
  if (command.kind !== 'download') throw new Error(`came as ${command.kind}`)
  return command
}

describe('download', () => {
  it('needs only an identifier', () => {
    expect(download('DANDI:000027')).toEqual({
      kind: 'download',
      instance: null,
      s3Url: null,
      webdavUrl: null,
      dataDir: null,
      source: 'auto',
      json: false,
      glob: false,
      waitMs: 0,
      identifiers: ['DANDI:000027'],
      carts: [],
      meaning: 'rules',
      outputDir: '/home/me',
      existing: 'error',
      filesAtOnce: null,
      partsAtOnce: null,
      isSlow: false,
      preserveTree: false,
      assets: true,
      dandisetYaml: true,
      subjects: [],
      include: [],
      exclude: [],
      zarrKeep: [],
      layout: { kind: 'archive' },
      names: 'keep',
      reuse: 'copy',
      dryRun: false,
    })
  })

  it('tells cart files from identifiers', () => {
    expect(download('DANDI:000027', 'my mice.dandicart', '--cart', 'saved')).toMatchObject({
      identifiers: ['DANDI:000027'],
      carts: ['/home/me/my mice.dandicart'],
      meaning: 'saved',
    })
    expect(() => download('a.dandicart', '--cart', 'yesterday')).toThrow('input.invalid')
  })

  it.each<[string, readonly string[], Partial<DownloadArguments>]>([
    ['-o', ['-o', 'out'], { outputDir: '/home/me/out' }],
    ['--output-dir', ['--output-dir=/data/x'], { outputDir: '/data/x' }],
    ['-e', ['-e', 'refresh'], { existing: 'refresh' }],
    ['--existing', ['--existing', 'overwrite-different'], { existing: 'overwrite-different' }],
    ['--source', ['--source', 'webdav'], { source: 'webdav' }],
    ['-J N', ['-J', '4'], { filesAtOnce: 4, partsAtOnce: null }],
    ['-J N:M', ['-J', '4:8'], { filesAtOnce: 4, partsAtOnce: 8 }],
    ['--jobs', ['--jobs=32:64'], { filesAtOnce: 32, partsAtOnce: 64 }],
    ['--path-type', ['--path-type', 'glob'], { glob: true }],
    ['--preserve-tree', ['--preserve-tree'], { preserveTree: true }],
    ['--slow', ['--slow'], { isSlow: true }],
    ['--download assets', ['--download', 'assets'], { assets: true, dandisetYaml: false }],
    [
      '--download dandiset.yaml',
      ['--download', 'dandiset.yaml'],
      { assets: false, dandisetYaml: true },
    ],
    [
      '--download both',
      ['--download', 'assets, dandiset.yaml'],
      { assets: true, dandisetYaml: true },
    ],
    ['--download all', ['--download', 'all'], { assets: true, dandisetYaml: true }],
    ['--subject', ['--subject', 'M1', '--subject', 'sub-M2'], { subjects: ['M1', 'M2'] }],
    ['--zarr-keep', ['--zarr-keep', '.zattrs,3/'], { zarrKeep: ['.zattrs', '3/'] }],
    ['--include', ['--include', '*.nwb', '--include', 'a/*'], { include: ['*.nwb', 'a/*'] }],
    ['--exclude', ['--exclude', '*.avi'], { exclude: ['*.avi'] }],
    ['-i', ['-i', 'dandi-sandbox'], { instance: 'dandi-sandbox' }],
    ['--s3-url', ['--s3-url', 'http://127.0.0.1:1/'], { s3Url: 'http://127.0.0.1:1' }],
    ['--webdav-url', ['--webdav-url', 'https://x.org/dav//'], { webdavUrl: 'https://x.org/dav' }],
    ['--data-dir', ['--data-dir', 'state'], { dataDir: '/home/me/state' }],
    ['--dry-run', ['--dry-run'], { dryRun: true }],
    ['--json', ['--json'], { json: true }],
  ])('takes %s', (_name, args, wanted) => {
    expect(download('DANDI:000027', ...args)).toMatchObject(wanted)
    expect(download(...args, 'DANDI:000027')).toMatchObject(wanted)
  })

  it('takes several identifiers, and after -- even ones that look like options', () => {
    expect(download('000027', '000023').identifiers).toEqual(['000027', '000023'])
    expect(download('--', '-x').identifiers).toEqual(['-x'])
  })
})

describe('sync', () => {
  function sync(...args: readonly string[]) {
    const command = parseCommand(['sync', ...args], '/home/me')
    if (command.kind !== 'sync') throw new Error(`came as ${command.kind}`)
    return command
  }

  it('keeps what is gone, asks within limits, and takes what chooses as download does', () => {
    const { sync: wanted, download: chosen, ...flags } = sync('000027', '-o', 'd', '--subject', 'A')
    expect(wanted).toEqual(syncDefaults)
    expect(chosen).toMatchObject({ outputDir: '/home/me/d', subjects: ['A'], dryRun: false })
    expect(flags).toMatchObject({ isPlan: false, isAccepted: false, isVouchedFor: false })
  })

  it.each<[readonly string[], object]>([
    [['--remove', 'trash', '--trash-days', '7'], { remove: 'trash', trashDays: 7 }],
    [['--newest', 'beside'], { newest: 'beside' }],
  ])('takes %j', (args, wanted) => {
    expect(sync('x', ...args).sync).toMatchObject(wanted)
  })

  it.each([
    ['20GB', 20e9],
    ['1.5 t', 1.5e12],
    ['500', 500],
    ['none', null],
  ])('reads %s as %s bytes', (text, fetchBytes) => {
    expect(sync('x', '--max-fetch', text).sync.limits.fetchBytes).toBe(fetchBytes)
  })

  it('knows no limit but an empty listing where limits are none', () => {
    const none = ['--max-removed', 'none', '--keep-free', 'none']
    expect(sync('x', ...none).sync.limits).toMatchObject({ removedFiles: null, freeBytes: null })
  })
})

describe('the other commands', () => {
  it.each<[readonly string[], object]>([
    [[], { kind: 'help', of: null }],
    [['help'], { kind: 'help', of: null }],
    [['--help'], { kind: 'help', of: null }],
    [['help', 'ls'], { kind: 'help', of: 'ls' }],
    [['download', '--help'], { kind: 'help', of: 'download' }],
    [['verify', '-h'], { kind: 'help', of: 'verify' }],
    [['--version'], { kind: 'version' }],
    [['-V'], { kind: 'version' }],
    [['archive', '--port', '1', '-h'], { kind: 'help', of: 'archive' }],
    [['ls', 'a', 'b', '--json'], { kind: 'ls', identifiers: ['a', 'b'], json: true }],
    [['verify', 'x', '--source', 's3'], { kind: 'verify', folder: '/home/me/x', source: 's3' }],
    [['jobs', '--data-dir', '/s'], { kind: 'jobs', dataDir: '/s' }],
    [['jobs', '--wait'], { kind: 'jobs', waitMs: Number.POSITIVE_INFINITY }],
    [['ls', '--wait', 'a', '--json'], { identifiers: ['a'], waitMs: Number.POSITIVE_INFINITY }],
    [['verify', 'x', '--wait=5'], { kind: 'verify', waitMs: 300_000 }],
    [['sync', '--due'], { kind: 'sync-due', json: false, waitMs: 0 }],
    [['sync', '--due', '--json', '--wait=0'], { kind: 'sync-due', json: true, waitMs: 0 }],
    [['schedules', 'run', 'nightly', '--wait=2'], { kind: 'schedules', waitMs: 120_000 }],
    [['schedules', 'timer'], { verb: { kind: 'timer', act: 'show' } }],
    [['schedules', 'timer', 'install'], { verb: { kind: 'timer', act: 'install' } }],
    [
      ['schedules', 'show', 'n', '--tonight'],
      { verb: { kind: 'show', which: 'n', tonight: true } },
    ],
    [
      ['schedules', 'run', 'n', '--accept', 'a1,b2', '--this-folder'],
      { verb: { kind: 'run', which: 'n', accept: ['a1', 'b2'], isVouchedFor: true } },
    ],
    [
      ['schedules', 'history', '--csv'],
      { verb: { kind: 'export', which: null, form: 'csv', hasChanges: false } },
    ],
    [
      ['schedules', 'history', 'n', '--csv', '--changes', 'all'],
      { verb: { kind: 'export', which: 'n', form: 'changes-csv', hasChanges: true } },
    ],
    [
      ['schedules', 'history', '--changes', 'all', '--json'],
      { verb: { kind: 'export', which: null, form: 'json', hasChanges: true } },
    ],
    [
      ['schedules', 'report', '--date', '2026-11-22'],
      { verb: { kind: 'report', morning: '2026-11-22' } },
    ],
    [['schedules', 'review', 'n'], { verb: { kind: 'review', which: 'n' } }],
    [
      ['schedules', 'history', 'n', '--changes', '12'],
      { verb: { kind: 'history', which: 'n', changes: 12 } },
    ],
    [['schedules', 'undo', '12'], { verb: { kind: 'undo', runId: 12 } }],
    [
      ['schedules', 'add', 'x', '--remove', 'trash', '--trash-days', '7', '--max-share', '20%'],
      {
        verb: {
          draft: {
            remove: 'trash',
            trashDays: 7,
            newest: 'replace',
            limits: { removedFiles: 1000, removedShare: 0.2, fetchBytes: null },
          },
        },
      },
    ],
    [
      [
        ...['schedules', 'add', 'x', '--limit', '5MB/s', '--only-on-mains', '--not-on', 'Guest'],
        ...['--hours', 'mon,fri 8:00-18:00 500kB/s', '--hours', '22:00-6:00 full'],
      ],
      {
        verb: {
          draft: {
            speedLimitBytesPerSecond: 5e6,
            conditions: { onMains: true, notMetered: false, notVpn: false, notOn: ['Guest'] },
            timetable: [
              { days: [1, 5], fromMinute: 480, toMinute: 1080, bytesPerSecond: 500_000 },
              {
                days: [1, 2, 3, 4, 5, 6, 7],
                fromMinute: 1320,
                toMinute: 360,
                bytesPerSecond: null,
              },
            ],
          },
        },
      },
    ],
    [
      [
        'schedules',
        'add',
        'x',
        '--hours',
        'sat-mon,wed 0:00-0:00 rest',
        '--no-vpn',
        '--not-metered',
      ],
      {
        verb: {
          draft: {
            conditions: { onMains: false, notMetered: true, notVpn: true, notOn: [] },
            timetable: [{ days: [6, 7, 1, 3], fromMinute: 0, toMinute: 0, bytesPerSecond: 0 }],
          },
        },
      },
    ],
    [
      ['schedules', 'add', '--cart', 'rats.dandicart'],
      { verb: { kind: 'add', what: { kind: 'cart', path: '/home/me/rats.dandicart' } } },
    ],
    [
      ['schedules', 'add', '--search', 'Mice', '--draft', '--most', '7'],
      { verb: { what: { kind: 'search', name: 'Mice', version: 'draft', most: 7 } } },
    ],
    [['schedules', 'after'], { verb: { kind: 'after', act: { kind: 'show' } } }],
    [
      ['schedules', 'after', 'command', '/bin/mail', '--', '-s', 'night'],
      { verb: { act: { command: { program: '/bin/mail', args: ['-s', 'night'] } } } },
    ],
    [['schedules', 'after', 'webhook', 'off'], { verb: { act: { kind: 'webhook', url: null } } }],
    [
      ['schedules', 'after', 'test', 'webhook'],
      { verb: { act: { kind: 'test', hook: 'webhook' } } },
    ],
    [
      ['follow', 'add', 'species:mouse', 'spike', '--fetch', 'new'],
      {
        kind: 'follow',
        verb: {
          name: 'species:mouse spike',
          text: 'species:mouse spike',
          draftsToo: true,
          action: { kind: 'fetch', destination: '/home/me/new', sample: 'one-session' },
        },
      },
    ],
    [['follow', 'remove', 'Mice'], { verb: { kind: 'remove', which: 'Mice' } }],
  ])('%j', (argv, wanted) => {
    expect(parseCommand(argv, '/home/me')).toMatchObject(wanted)
  })

  it('are commands of the installed program too, which opens a window for anything else', async () => {
    const names = [...helpText(null).matchAll(/^ {2}dandelion (\w+)/gm)].map(([, name]) => name)
    const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), 'utf8')
    const entry = /commands = \[([^\]]*)\]/.exec(await read('main/entry.ts'))?.[1]
    const script = /^ {2}(.*)\)$/m.exec(await read('build/linux/dandelion'))?.[1]
    expect(names).toContain('sync')
    for (const name of names) {
      expect(entry).toContain(`'${name}'`)
      expect(script?.split(' | ')).toContain(name)
    }
  })

  it('have help that names every option of download', () => {
    const text = helpText('download')
    const names = ['output-dir', 'existing', 'jobs', 'subject', 'include', 'exclude', 'instance']
    const more = ['preserve-tree', 'download', 'dry-run', 'source', 's3-url', 'webdav-url', 'json']
    for (const name of [...names, ...more, 'path-type', 'data-dir']) {
      expect(text).toContain(`--${name}`)
    }
    expect(helpText('nonsense')).toBe(helpText(null))
  })
})
