type Tell = (message: string, details?: Readonly<Record<string, unknown>>) => void

/** What a program tells of itself while it runs. */
export interface Log {
  readonly debug: Tell
  readonly info: Tell
  readonly warn: Tell
  readonly error: Tell
}

/** A log and where it is written. */
export type RunLog = Log & { readonly file: string }
