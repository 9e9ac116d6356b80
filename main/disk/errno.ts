import { Failure } from '../model/failure.ts'

/** The failure for an error of the file system, with the path it happened at. */
export function failureOfDisk(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code !== 'string' || error instanceof Failure) return error
  const details = { path, errno: code }
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Failure('disk.full', 'ask-user', details, error)
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Failure('disk.denied', 'ask-user', details, error)
    case 'EEXIST':
    case 'EISDIR':
    case 'ENOTDIR':
    case 'ENOTEMPTY':
      return new Failure('disk.exists', 'ask-user', details, error)
    case 'ENAMETOOLONG':
    case 'EINVAL':
      return new Failure('disk.name', 'ask-user', { ...details, reason: 'too-long' }, error)
    case 'ENOENT':
      return new Failure('disk.missing', 'ask-user', details, error)
    case 'EIO':
    case 'EMFILE':
    case 'ENFILE':
    case 'EBUSY':
    case 'ESTALE':
    case 'ETXTBSY':
      return new Failure('disk.io', 'retry-later', details, error)
    default:
      return error
  }
}

/** Runs a step at the disk's edge; what it throws is a `Failure` where the cause is understood. */
export function atDisk<T>(path: string, step: () => T): T {
  try {
    return step()
  } catch (error) {
    throw failureOfDisk(error, path)
  }
}
