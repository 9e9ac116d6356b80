import type { z } from 'zod'
import { type DocumentRequest, fetchDocument, invalidAnswer } from './document.ts'
import type { Http } from './http.ts'
import { type Pauses, realPauses } from './pauses.ts'

export interface JsonRequest<T> extends DocumentRequest {
  /** What the answer must look like; unknown keys are dropped or kept as the shape says. */
  readonly shape: z.ZodType<T>
  /** What was asked for, in a few words, for the failure of a strange answer. */
  readonly asked: string
}

/**
 * Fetches and checks a JSON document, with the retries of `fetchDocument`. An answer that is no
 * JSON or has another shape is `remote.invalid` with `url`, `asked` and `came`.
 */
export async function getJson<T>(
  http: Http,
  request: JsonRequest<T>,
  pauses: Pauses = realPauses,
): Promise<T> {
  const headers = { accept: 'application/json', ...request.headers }
  const document = await fetchDocument(http, { ...request, headers }, pauses)
  const value = parse(document.text, request)
  const checked = request.shape.safeParse(value)
  if (checked.success) return checked.data
  const issue = checked.error.issues[0]
  const came = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'another shape'}`
  throw invalidAnswer(request.url, request.asked, came)
}

function parse(text: string, request: { url: string; asked: string }): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw invalidAnswer(request.url, request.asked, text.trim().slice(0, 80) || 'nothing')
  }
}
