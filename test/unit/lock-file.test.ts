import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  readonly version?: string
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8'),
)
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')

test('the lock file names a version of every package and no place to fetch it from', () => {
  const odd = packages.filter(([, { version, resolved }]) => !version || resolved !== undefined)
  expect(odd.map(([path]) => path)).toEqual([])
})

// A registry that lacks a platform's package leaves it out in silence, and `npm ci` fails later.
test('the lock file names the packages of platforms that nobody here uses', () => {
  const names = new Set(packages.map(([path]) => path.replace(/^.*node_modules\//, '')))
  const wanted = packages.flatMap(([, locked]) => Object.keys(locked.optionalDependencies ?? {}))
  expect(wanted.filter((name) => !names.has(name))).toEqual([])
})
