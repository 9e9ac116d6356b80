import type { Instance } from '../model/instance.ts'
import type { Http } from '../net/http.ts'
import type { Pauses } from '../net/pauses.ts'

/** What a source is made from; one instance, one caller. */
export interface SourceContext {
  readonly http: Http
  /** As it is now: people change addresses while the app runs. */
  readonly instance: () => Instance
  /** The API key; null without one. Only for the API's own origin. */
  readonly token: () => Promise<string | null>
  /** The bucket's root, learnt when it is not set; null when it cannot be learnt. */
  readonly bucket: (signal: AbortSignal) => Promise<string | null>
  readonly pauses: Pauses
}
