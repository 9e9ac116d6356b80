export type CellState = 'missing' | 'moving' | 'fetched' | 'verified'

export function cellState(share: number, verified: boolean, moving: boolean): CellState {
  if (verified) return 'verified'
  if (share >= 1) return 'fetched'
  if (share > 0 && moving) return 'moving'
  return share > 0.5 ? 'fetched' : 'missing'
}
