/** How much may come over the line in a month. */
export interface DataBudget {
  readonly bytes: number
  /** Day of the month with which it begins anew, 1 to 28. */
  readonly fromDay: number
}

/** What came over the line since the month began. */
export interface BudgetState {
  readonly usedBytes: number
  readonly from: number
  /** When it begins anew. */
  readonly until: number
  /** False without a budget. */
  readonly isUsedUp: boolean
}
