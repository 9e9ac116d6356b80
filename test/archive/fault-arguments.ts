import type { ServiceName } from './call.ts'
import type { FaultKind, FaultRule, FaultScope, RetryAfter } from './fault-kinds.ts'

/** Faults that need no value. */
export const plainFaults = [
  'ignore-range',
  'replaced',
  'expired',
  'forbidden',
  'gone',
  'precondition-failed',
  'range-not-satisfiable',
  'server-error',
  'bad-gateway',
  'gateway-timeout',
  'drop',
  'endless-listing',
  'duplicate-page',
  'shifting-listing',
  'redirect-loop',
  'redirect-elsewhere',
  'dead',
  'captive',
] as const

/** Faults with values; `hold` is for tests alone, which say when it ends. */
const valued: {
  readonly [Name in Exclude<FaultKind['name'], (typeof plainFaults)[number] | 'hold'>]: (
    said: Said,
  ) => FaultKind
} = {
  cut: (said) => ({ name: 'cut', afterBytes: said.number('after') }),
  truncate: (said) => ({ name: 'truncate', afterBytes: said.number('after') }),
  stall: (said) => ({ name: 'stall', afterBytes: said.number('after') }),
  shorten: (said) => ({ name: 'shorten', toBytes: said.number('to') }),
  flip: (said) => ({ name: 'flip', atByte: said.number('at') }),
  slow: (said) => ({ name: 'slow', bytesPerSecond: said.number('rate') }),
  latency: (said) => ({ name: 'latency', delayMs: said.number('ms') }),
  'wrong-content-range': (said) => ({
    name: 'wrong-content-range',
    byBytes: said.number('by', 1),
  }),
  'too-many-requests': (said) => ({ name: 'too-many-requests', retryAfter: waitOf(said) }),
  unavailable: (said) => ({ name: 'unavailable', retryAfter: waitOf(said) }),
  'connection-limit': (said) => ({
    name: 'connection-limit',
    limit: said.number('limit'),
    answer: said.text('answer') === '503' ? '503' : 'reset',
  }),
}

export const faultHelp = `A fault is a name, its values, and where it strikes, with commas between:
  --fault cut,after=1000000,path=sub-A,times=2
  --fault too-many-requests,wait=3,service=api,skip=5
  --fault slow,rate=500000,service=s3

  cut, truncate, stall     after=BYTES of the body
  shorten                  to=BYTES
  flip                     at=BYTE of the object
  slow                     rate=BYTES a second
  latency                  ms=MILLISECONDS
  wrong-content-range      by=BYTES                                  [1]
  too-many-requests,
  unavailable              wait=SECONDS in Retry-After, form=date    [none]
  connection-limit         limit=N at once, answer=503               [reset]
${lines(plainFaults)}
  service=api, s3, webdav  path=TEXT in the address    method=GET
  skip=N requests first    times=N then                              [all]
`

/** Reads `NAME,key=value,…`. Throws what is wrong with it, in words. */
export function faultOf(text: string): FaultRule {
  const [name = '', ...pairs] = text.split(',')
  const said = readPairs(pairs)
  const kind = kindOf(name, said)
  const rule = { ...kind, ...scopeOf(said) }
  const [unused] = said.unused()
  if (unused !== undefined) throw new Error(`The fault ${name} knows no “${unused}”`)
  return rule
}

function kindOf(name: string, said: Said): FaultKind {
  const bare = plainFaults.find((each) => each === name)
  if (bare !== undefined) return { name: bare }
  if (Object.hasOwn(valued, name)) return valued[name as keyof typeof valued](said)
  throw new Error(`“${name}” is no fault`)
}

function scopeOf(said: Said): FaultScope {
  const service = said.text('service')
  if (service !== undefined && !isService(service)) throw new Error(`“${service}” is no service`)
  const path = said.text('path')
  const method = said.text('method')
  return {
    ...(service !== undefined && { service }),
    ...(path !== undefined && { where: path }),
    ...(method !== undefined && { method: method.toUpperCase() }),
    ...(said.has('skip') && { skip: said.number('skip') }),
    ...(said.has('times') && { times: said.number('times') }),
  }
}

function isService(text: string): text is ServiceName {
  return text === 'api' || text === 's3' || text === 'webdav'
}

function waitOf(said: Said): RetryAfter {
  const form = said.text('form') === 'date' ? 'date' : 'seconds'
  return said.has('wait') ? { seconds: said.number('wait'), form } : undefined
}

interface Said {
  readonly has: (key: string) => boolean
  readonly text: (key: string) => string | undefined
  readonly number: (key: string, otherwise?: number) => number
  readonly unused: () => readonly string[]
}

function readPairs(pairs: readonly string[]): Said {
  const values = new Map(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=')
      return [key, value.join('=')] as const
    }),
  )
  const used = new Set<string>()
  const text = (key: string) => {
    used.add(key)
    return values.get(key)
  }
  return {
    has: (key) => values.has(key),
    text,
    number: (key, otherwise) => {
      const value = text(key)
      if (value === undefined && otherwise !== undefined) return otherwise
      if (!/^\d{1,15}$/.test(value ?? '')) throw new Error(`It needs ${key}=NUMBER`)
      return Number(value)
    },
    unused: () => [...values.keys()].filter((key) => !used.has(key)),
  }
}

/** Names in lines of a terminal's width. */
function lines(names: readonly string[]): string {
  const rows = ['']
  for (const name of names) {
    const row = rows.at(-1) ?? ''
    if (row.length + name.length > 72) rows.push(`${name}, `)
    else rows[rows.length - 1] = `${row}${name}, `
  }
  return `${rows.map((row) => `  ${row.trim()}\n`).join('')}`.replace(/,\n$/, '\n')
}
