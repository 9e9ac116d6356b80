/** Under which conditions the runs of a schedule move, and what the computer tells of them. */

export interface Conditions {
  readonly onMains: boolean
  readonly notMetered: boolean
  readonly notVpn: boolean
  /** Names of networks and Wi-Fis. */
  readonly notOn: readonly string[]
}

export const noConditions: Conditions = {
  onMains: false,
  notMetered: false,
  notVpn: false,
  notOn: [],
}

/** What the computer tells of where it is; null: it does not tell. */
export interface Surroundings {
  readonly onMains: boolean | null
  readonly isMetered: boolean | null
  readonly isVpn: boolean | null
  readonly networkNames: readonly string[] | null
}

export const untold: Surroundings = {
  onMains: null,
  isMetered: null,
  isVpn: null,
  networkNames: null,
}

/** Which condition is not met. */
export const conditionHolds = ['mains', 'metered', 'vpn', 'network'] as const
export type ConditionHold = (typeof conditionHolds)[number]

/** What holds a run within its window: a condition, hours in which schedules rest, the month's budget. */
export const runHolds = [...conditionHolds, 'hours', 'budget'] as const
export type RunHold = (typeof runHolds)[number]

/** Nothing to ask the computer for. */
export function isUnconditional({ onMains, notMetered, notVpn, notOn }: Conditions): boolean {
  return !onMains && !notMetered && !notVpn && notOn.length === 0
}

/** The first condition that is not met; what the computer does not tell holds nothing. */
export function conditionHold(conditions: Conditions, told: Surroundings): ConditionHold | null {
  if (conditions.onMains && told.onMains === false) return 'mains'
  if (conditions.notMetered && told.isMetered === true) return 'metered'
  if (conditions.notVpn && told.isVpn === true) return 'vpn'
  const named = new Set(conditions.notOn.map(plain))
  return told.networkNames?.some((name) => named.has(plain(name))) ? 'network' : null
}

function plain(name: string): string {
  return name.trim().toLowerCase()
}
