import type { Call } from './call.ts'
import { type Effect, effectOf } from './fault-effects.ts'
import type { FaultRule } from './fault-kinds.ts'

export interface Fault {
  readonly rule: FaultRule
  /** Requests hit so far. */
  readonly hits: () => number
  readonly remove: () => void
}

export interface Faults {
  readonly add: (rule: FaultRule) => Fault
  readonly clear: () => void
}

export interface FaultEngine extends Faults {
  readonly effectOn: (call: Call) => Effect
}

interface Active {
  readonly rule: FaultRule
  seen: number
  hits: number
  running: number
}

/** `elsewhere` is asked for late: its port is not known when the engine is made. */
export function createFaults(elsewhere: () => string): FaultEngine {
  const active = new Set<Active>()
  return {
    add: (rule) => {
      const entry: Active = { rule, seen: 0, hits: 0, running: 0 }
      active.add(entry)
      return { rule, hits: () => entry.hits, remove: () => void active.delete(entry) }
    },
    clear: () => active.clear(),
    effectOn: (call) => {
      const hit = [...active].filter((entry) => strikes(entry, call))
      return effectOf(hit, call, elsewhere)
    },
  }
}

function strikes(entry: Active, call: Call): boolean {
  if (!covers(entry.rule, call)) return false
  const { skip = 0, times = Number.POSITIVE_INFINITY } = entry.rule
  entry.seen += 1
  if (entry.seen <= skip || entry.hits >= times) return false
  entry.hits += 1
  return true
}

function covers(rule: FaultRule, call: Call): boolean {
  if (rule.service !== undefined && rule.service !== call.service) return false
  if (rule.service === undefined && call.service === 'elsewhere') return false
  if (rule.method !== undefined && rule.method !== call.method) return false
  if (rule.name === 'ignore-range' && call.headers.range === undefined) return false
  if (rule.where === undefined) return true
  if (typeof rule.where === 'function') return rule.where(call)
  const target = decoded(call.target)
  return typeof rule.where === 'string' ? target.includes(rule.where) : rule.where.test(target)
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}
