import { Failure } from '../model/failure.ts'

/** One's own embargoed dandisets are listed only for a good key; a bad one must not hide the rest. */
export async function readOwnToo<T>(read: (embargoedToo: boolean) => Promise<T>): Promise<T> {
  try {
    return await read(true)
  } catch (error) {
    if (!(error instanceof Failure) || !error.code.startsWith('auth.')) throw error
    return read(false)
  }
}
