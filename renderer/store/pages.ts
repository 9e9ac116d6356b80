/** One page of a long list as main answers it. */
export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly total: number
}

type Load<Row> = (group: string, offset: number, limit: number) => Promise<Page<Row>>

interface Group<Row> {
  total: number | null
  readonly rows: Map<number, readonly Row[]>
  /** Revision each page was asked at. */
  readonly asked: Map<number, number>
}

/**
 * Pages of one or several long lists, asked for when they come in sight. `refresh` keeps what is
 * shown until the new rows are there, so that nothing jumps; answers to older questions are dropped.
 */
export class Pages<Row> {
  readonly pageSize: number
  readonly #load: Load<Row>
  readonly #groups = new Map<string, Group<Row>>()
  readonly #listeners = new Set<() => void>()
  #revision = 0
  #version = 0
  #failure: unknown = null

  constructor(load: Load<Row>, pageSize = 100) {
    this.#load = load
    this.pageSize = pageSize
  }

  /** Grows with each change, for `useSyncExternalStore`. */
  version = (): number => this.#version
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get failure(): unknown {
    return this.#failure
  }

  total(group = ''): number | null {
    return this.#groups.get(group)?.total ?? null
  }

  at(index: number, group = ''): Row | undefined {
    const rows = this.#groups.get(group)?.rows.get(Math.floor(index / this.pageSize))
    return rows?.[index % this.pageSize]
  }

  /** Rows that are here already, with their places. */
  *known(group = ''): Generator<readonly [index: number, row: Row]> {
    for (const [page, rows] of this.#groups.get(group)?.rows ?? []) {
      for (const [place, row] of rows.entries()) yield [page * this.pageSize + place, row]
    }
  }

  /** Asks for the pages that hold `from` … `to` unless they are here or on their way. */
  want(from: number, to: number, group = ''): void {
    const state = this.#group(group)
    const last = Math.floor(Math.max(from, to) / this.pageSize)
    for (let page = Math.floor(from / this.pageSize); page <= last; page += 1) {
      const beyond = state.total !== null && page > 0 && page * this.pageSize >= state.total
      if (beyond || state.asked.get(page) === this.#revision) continue
      state.asked.set(page, this.#revision)
      void this.#fetch(group, page, this.#revision)
    }
  }

  /** What is shown may be out of date: pages in sight are asked for again when wanted next. */
  refresh(): void {
    this.#revision += 1
    this.#changed()
  }

  /** Forgets everything, for another list. */
  reset(): void {
    this.#groups.clear()
    this.refresh()
  }

  async #fetch(group: string, page: number, revision: number): Promise<void> {
    const state = this.#group(group)
    try {
      const answer = await this.#load(group, page * this.pageSize, this.pageSize)
      if (state.asked.get(page) !== revision || this.#groups.get(group) !== state) return
      state.rows.set(page, answer.rows)
      state.total = answer.total
      this.#failure = null
    } catch (error) {
      if (state.asked.get(page) !== revision) return
      this.#failure = error
    }
    this.#changed()
  }

  #group(name: string): Group<Row> {
    const known = this.#groups.get(name)
    if (known) return known
    const made: Group<Row> = { total: null, rows: new Map(), asked: new Map() }
    this.#groups.set(name, made)
    return made
  }

  #changed(): void {
    this.#version += 1
    for (const listener of this.#listeners) listener()
  }
}
