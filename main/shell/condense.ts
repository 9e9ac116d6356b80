import type { EngineEvent } from '../model/events.ts'

/** Leaves of each thing the newest event, in order: the older ones would be folded away at once. */
export function condense(events: readonly EngineEvent[]): readonly EngineEvent[] {
  const newest = new Map(events.map((event) => [subject(event), event]))
  return events.filter((event) => newest.get(subject(event)) === event)
}

function subject(event: EngineEvent): string {
  switch (event.kind) {
    case 'job.changed':
      return `job ${event.job.id}`
    case 'job.removed':
      return `job ${event.jobId}`
    case 'transfers.changed':
      return `transfers ${event.jobId}`
    case 'listing.changed':
      return `listing ${event.snapshotId}`
    case 'catalogue.changed':
      return `catalogue ${event.state.instance}`
    case 'progress':
    case 'settings.changed':
    case 'disk.changed':
    case 'limit.changed':
    case 'budget.changed':
    case 'cart.changed':
    case 'schedules.changed':
    case 'follow.changed':
      return event.kind
    default:
      return event satisfies never
  }
}
