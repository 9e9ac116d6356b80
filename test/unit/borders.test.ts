import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

interface Border {
  readonly file: string
  readonly allowed: readonly string[]
  readonly refused: readonly string[]
}

const everyRoom = [
  'net',
  'disk',
  'store',
  'schedule',
  'machine',
  'sources',
  'catalog',
  'transfer',
  'queue',
  'shell',
  'cli',
]

/** The rooms of main/ that a file may not enter, seen from a folder below main/. */
function otherRooms(...open: readonly string[]): string[] {
  return everyRoom.filter((room) => !open.includes(room)).map((room) => `../${room}/any.ts`)
}

const window = ['react', 'zustand', '../../renderer/bridge.ts']
const outside = ['electron', ...window]

const borders: readonly Border[] = [
  {
    file: 'main/model/any.ts',
    allowed: ['./other.ts'],
    refused: [...otherRooms(), ...outside, 'node:path', 'zod', '../engine.ts'],
  },
  {
    file: 'main/net/any.ts',
    allowed: ['undici', '../model/any.ts', './other.ts', 'node:tls'],
    refused: [...otherRooms('net'), ...outside, 'node:fs', 'node:fs/promises', 'better-sqlite3'],
  },
  {
    file: 'main/disk/any.ts',
    allowed: ['node:fs', 'node:fs/promises', '../model/any.ts', './other.ts'],
    refused: [...otherRooms('disk'), ...outside, 'undici', 'better-sqlite3', '../engine.ts'],
  },
  {
    file: 'main/store/any.ts',
    allowed: ['better-sqlite3', '../model/any.ts', './migrations/0001-first.ts'],
    refused: [...otherRooms('store'), ...outside, 'undici', 'node:fs', 'node:fs/promises'],
  },
  {
    file: 'main/store/migrations/any.ts',
    allowed: ['../database.ts', '../../model/any.ts'],
    refused: ['../../net/any.ts', '../../engine.ts', 'electron'],
  },
  {
    file: 'main/store/database.ts',
    allowed: ['better-sqlite3', 'node:fs'],
    refused: [...otherRooms('store'), ...outside, 'undici'],
  },
  {
    file: 'main/schedule/any.ts',
    allowed: ['croner', '../model/any.ts', './other.ts'],
    refused: [
      ...otherRooms('schedule'),
      ...outside,
      ...['undici', 'better-sqlite3', 'node:fs', 'node:path', '../engine.ts'],
    ],
  },
  {
    file: 'main/machine/any.ts',
    allowed: ['node:fs/promises', 'node:child_process', '../model/any.ts', './other.ts'],
    refused: [...otherRooms('machine'), ...outside, 'undici', 'better-sqlite3', '../engine.ts'],
  },
  {
    file: 'main/sources/any.ts',
    allowed: ['../model/any.ts', '../net/http.ts', './other.ts'],
    refused: [...otherRooms('sources', 'net'), ...outside, 'undici', 'node:fs', '../engine.ts'],
  },
  {
    file: 'main/catalog/any.ts',
    allowed: ['../model/any.ts', '../net/http.ts', '../store/any.ts'],
    refused: [...otherRooms('catalog', 'net', 'store'), ...outside, 'undici', 'better-sqlite3'],
  },
  {
    file: 'main/transfer/any.ts',
    allowed: ['../model/any.ts', '../net/http.ts', '../disk/any.ts', 'node:worker_threads'],
    refused: [...otherRooms('transfer', 'net', 'disk'), ...outside, 'undici', 'node:fs'],
  },
  {
    file: 'main/queue/any.ts',
    allowed: ['../model/any.ts', '../transfer/any.ts'],
    refused: [...otherRooms('queue', 'transfer'), ...outside, 'undici', 'better-sqlite3'],
  },
  {
    file: 'main/engine.ts',
    allowed: ['./model/any.ts', './net/any.ts', './store/any.ts', './queue/any.ts'],
    refused: ['electron', './shell/any.ts', './cli/any.ts', './main.ts', 'undici', 'node:fs'],
  },
  {
    file: 'main/engine/any.ts',
    allowed: ['../model/any.ts', '../store/any.ts', '../transfer/any.ts', './other.ts'],
    refused: [
      ...['electron', '../shell/any.ts', '../cli/any.ts', '../cli.ts'],
      ...['undici', 'node:fs', 'croner'],
    ],
  },
  {
    file: 'main/engine/handlers/any.ts',
    allowed: [
      '../any.ts',
      '../../model/any.ts',
      '../../store/any.ts',
      '../../../preload/contract.ts',
    ],
    refused: ['../../shell/any.ts', '../../cli/any.ts', '../../../renderer/bridge.ts', 'electron'],
  },
  {
    file: 'main/shell/any.ts',
    allowed: ['electron', '../engine.ts', '../model/any.ts', '../../preload/contract.ts'],
    refused: [...otherRooms('shell'), ...window, 'undici', 'better-sqlite3', 'node:fs'],
  },
  {
    file: 'main/cli/any.ts',
    allowed: ['../engine.ts', '../model/any.ts', './print.ts', 'node:util'],
    refused: [...otherRooms('cli'), ...outside, '../../preload/contract.ts', 'node:fs'],
  },
  {
    file: 'main/main.ts',
    allowed: ['electron', './engine.ts', './shell/any.ts'],
    refused: ['./cli/any.ts', '../renderer/bridge.ts', 'undici', 'better-sqlite3'],
  },
  {
    file: 'main/cli.ts',
    allowed: ['./engine.ts', './cli/any.ts', './shell/kept-keys.ts'],
    refused: ['electron', './shell/any.ts', '../preload/contract.ts', 'undici'],
  },
  {
    file: 'preload/contract.ts',
    allowed: ['zod', '../main/model/any.ts'],
    refused: ['electron', '../main/engine.ts', '../main/net/any.ts', 'node:path', 'react'],
  },
  {
    file: 'preload/preload.ts',
    allowed: ['electron', './contract.ts'],
    refused: ['../main/engine.ts', '../main/shell/any.ts', '../renderer/bridge.ts', 'node:fs'],
  },
  {
    file: 'renderer/screens/any.tsx',
    allowed: ['react', '../ui/button.tsx', '../../preload/contract.ts', '../../main/model/any.ts'],
    refused: [
      ...['electron', 'node:fs', 'node:path', 'undici', 'better-sqlite3', 'zod'],
      ...['../../main/engine.ts', '../../main/net/any.ts', '../../preload/preload.ts'],
    ],
  },
]

/** Files with nothing but imports, under the repository's own rules; what Biome refuses of them. */
function refusals(files: readonly Border[]): ReadonlySet<string> {
  const folder = mkdtempSync(join(tmpdir(), 'borders-'))
  try {
    copyFileSync(join(root, 'biome.json'), join(folder, 'biome.json'))
    for (const { file, allowed, refused } of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      const lines = [...allowed, ...refused].map((imported) => `import '${imported}'`)
      writeFileSync(join(folder, file), lines.join('\n'))
    }
    return new Set(lint(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** One `file imported` for each import that the borders refuse. */
function* lint(folder: string): Iterable<string> {
  const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome')
  const rule = ['--only=style/noRestrictedImports', '--vcs-enabled=false']
  const output = ['--reporter=github', '--max-diagnostics=none']
  const { stdout } = spawnSync(process.execPath, [biome, 'lint', ...rule, ...output, folder], {
    cwd: folder,
    encoding: 'utf8',
  })
  for (const [, path = '', line = '1'] of stdout.matchAll(/file=([^,\n]+),line=(\d+)/g)) {
    const file = relative(realpathSync(folder), realpathSync(resolve(folder, path)))
    const source = readFileSync(join(folder, file), 'utf8').split('\n')[Number(line) - 1]
    yield `${file} ${source?.split("'")[1]}`
  }
}

const refusedImports = refusals(borders)

describe.each(borders)('the border of $file', ({ file, allowed, refused }) => {
  test.each(allowed)('lets %s in', (imported) => {
    expect(refusedImports).not.toContain(`${file} ${imported}`)
  })

  test.each(refused)('keeps %s out', (imported) => {
    expect(refusedImports).toContain(`${file} ${imported}`)
  })
})
