export interface Wall {
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
}

/** What clocks and calendars of a time zone show at a moment. */
export function wallOf(at: number, timeZone: string): Wall {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  })
  const [, month = 0, day = 0, hour = 0, minute = 0] = format.format(at).split(/[- :]/).map(Number)
  return { month, day, hour, minute }
}
