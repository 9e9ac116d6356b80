import { setTimeout as delay } from 'node:timers/promises'
import type { Body, Call, ListingQuirk, Reply } from './call.ts'
import { chunksOf } from './content/content.ts'
import type { FaultRule } from './fault-kinds.ts'
import { faultReply } from './fault-replies.ts'
import type { Wire } from './respond.ts'

/** All that the faults on one request do to it. */
export interface Effect {
  readonly names: readonly string[]
  readonly wire: Wire
  /** The connection is reset without an answer. */
  readonly drop: boolean
  readonly wait: () => Promise<void>
  readonly reply: (next: (call: Call) => Reply | Promise<Reply>) => Promise<Reply>
  /** To be called once when the request is over. */
  readonly release: () => void
}

interface Running {
  readonly rule: FaultRule
  running: number
}

const noEffect: Effect = {
  names: [],
  wire: {},
  drop: false,
  wait: () => Promise.resolve(),
  reply: () => Promise.reject(new Error('no call')),
  release: () => {},
}

export function effectOf(hit: readonly Running[], call: Call, elsewhere: () => string): Effect {
  if (hit.length === 0) return { ...noEffect, reply: async (next) => next(call) }
  const rules = hit.map((entry) => entry.rule)
  const refused = hit.some(isOverLimit)
  for (const entry of hit) entry.running += 1
  return {
    names: rules.map((rule) => rule.name),
    wire: wireOf(rules),
    drop: rules.some((rule) => rule.name === 'drop') || (refused && !answersLimit(rules)),
    wait: async () => {
      for (const rule of rules) {
        if (rule.name === 'latency') await delay(rule.delayMs)
        if (rule.name === 'hold') await rule.until()
      }
    },
    reply: async (next) => {
      const instead = firstReply(rules, call, { elsewhere, refused })
      if (instead) return instead
      return changed(rules, call, await next(asked(rules, call)))
    },
    release: () => {
      for (const entry of hit) entry.running -= 1
    },
  }
}

function isOverLimit(entry: Running): boolean {
  return entry.rule.name === 'connection-limit' && entry.running >= entry.rule.limit
}

function answersLimit(rules: readonly FaultRule[]): boolean {
  return rules.some((rule) => rule.name === 'connection-limit' && rule.answer === '503')
}

interface Situation {
  readonly elsewhere: () => string
  readonly refused: boolean
}

function firstReply(
  rules: readonly FaultRule[],
  call: Call,
  situation: Situation,
): Reply | undefined {
  for (const rule of rules) {
    const name = rule.name === 'connection-limit' && situation.refused ? 'unavailable' : rule.name
    const kind = name === rule.name ? rule : ({ name: 'unavailable' } as const)
    const reply = faultReply(kind, call, situation.elsewhere)
    if (reply) return reply
  }
  return undefined
}

function wireOf(rules: readonly FaultRule[]): Wire {
  let wire: Wire = {}
  for (const rule of rules) {
    if (rule.name === 'cut') wire = { ...wire, cutAfterBytes: rule.afterBytes }
    if (rule.name === 'truncate') wire = { ...wire, closeAfterBytes: rule.afterBytes }
    if (rule.name === 'shorten') wire = { ...wire, endAfterBytes: rule.toBytes }
    if (rule.name === 'stall') wire = { ...wire, stallAfterBytes: rule.afterBytes }
    if (rule.name === 'flip') wire = { ...wire, flipAtByte: rule.atByte }
    if (rule.name === 'slow') wire = { ...wire, bytesPerSecond: rule.bytesPerSecond }
  }
  return wire
}

const quirks: Partial<Record<FaultRule['name'], ListingQuirk>> = {
  'endless-listing': 'endless',
  'duplicate-page': 'duplicate',
  'shifting-listing': 'shifting',
}

function asked(rules: readonly FaultRule[], call: Call): Call {
  const { range, 'if-match': ifMatch, ...rest } = call.headers
  const names = new Set(rules.map((rule) => rule.name))
  const quirk = rules.map((rule) => quirks[rule.name]).find((it) => it !== undefined)
  let headers = call.headers
  if (names.has('ignore-range')) headers = { ...rest, ...(ifMatch ? { 'if-match': ifMatch } : {}) }
  else if (names.has('replaced')) headers = { ...rest, ...(range ? { range } : {}) }
  return { ...call, query: call.query, headers, ...(quirk ? { quirk } : {}) }
}

function changed(rules: readonly FaultRule[], call: Call, reply: Reply): Reply {
  let result = reply
  for (const rule of rules) {
    if (rule.name === 'wrong-content-range') result = shiftedRange(result, rule.byBytes ?? 1)
    if (rule.name === 'replaced') result = replaced(result, call)
    if (rule.name === 'shorten' && 'Content-Length' in result.headers) {
      const length = Math.min(rule.toBytes, Number(result.headers['Content-Length']))
      result = withHeaders(result, { 'Content-Length': String(length) })
    }
  }
  return result
}

function shiftedRange(reply: Reply, byBytes: number): Reply {
  const found = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(reply.headers['Content-Range'] ?? '')
  if (!found) return reply
  const range = `bytes ${Number(found[1]) + byBytes}-${Number(found[2]) + byBytes}/${found[3]}`
  return withHeaders(reply, { 'Content-Range': range })
}

function replaced(reply: Reply, call: Call): Reply {
  const etag = reply.headers.ETag
  if (etag === undefined) return reply
  const other = etag.replace(/[0-9a-f]/g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16))
  const wanted = call.headers['if-match']
  if (wanted !== undefined && wanted !== '*' && !wanted.includes(other)) {
    return faultReply({ name: 'precondition-failed' }, call, () => '') ?? reply
  }
  return withHeaders({ ...reply, body: inverted(reply.body) }, { ETag: other })
}

/** The same length, every byte another; made as it is sent. */
function inverted(body: Body): Body {
  if (body.kind !== 'range') return body
  return { kind: 'stream', chunks: () => invertedChunks(body) }
}

function* invertedChunks(body: Extract<Body, { kind: 'range' }>): Generator<Buffer> {
  for (const chunk of chunksOf(body.content, body.start, body.end)) {
    yield Buffer.from(chunk.map((byte) => byte ^ 0xff))
  }
}

function withHeaders(reply: Reply, headers: Readonly<Record<string, string>>): Reply {
  return { ...reply, headers: { ...reply.headers, ...headers } }
}
