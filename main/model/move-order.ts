/** In which order files of one folder get other names, so that none takes the place of another. */

export interface Move {
  readonly from: string
  readonly to: string
}

/** `via`: a name to wait under, since the place is free only after another move. */
export interface MoveStep extends Move {
  readonly via: string | null
}

/**
 * Moves whose place is another one's come after it; of a ring one waits under another name, and so
 * does what changes its spelling alone. `keyOf`: equal for names that the disk does not tell apart.
 * Steps are done in two rounds: first each in order (a `via` is the name that it gets there), then
 * those with a `via` get their place.
 */
export function orderMoves(
  moves: readonly Move[],
  keyOf: (path: string) => string,
): readonly MoveStep[] {
  const waiting = new Map(moves.map((move) => [keyOf(move.from), move]))
  const ordered: MoveStep[] = []
  for (const move of moves) {
    const trail = new Set<Move>()
    let at: Move | undefined = waiting.get(keyOf(move.from))
    while (at && !trail.has(at)) {
      trail.add(at)
      at = waiting.get(keyOf(at.to))
    }
    // What ends where it began is a ring: whoever closes it waits aside.
    const ring = at
    if (ring) ordered.push({ ...ring, via: `${ring.from}${MOVING_ENDING}` })
    for (const each of [...trail].reverse()) if (each !== ring) ordered.push({ ...each, via: null })
    for (const each of trail) waiting.delete(keyOf(each.from))
  }
  return ordered
}

/** Ending of a file that waits for its place; it lasts no longer than a run. */
export const MOVING_ENDING = '.dandelion-moving'
