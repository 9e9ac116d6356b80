import type { Database } from 'better-sqlite3'
import type { SourceKind } from '../model/instance.ts'

/** A file or Zarr that Dandelion fetched and verified, as it was on disk then. */
export interface LibraryFile {
  readonly path: string
  readonly kind: 'blob' | 'zarr' | 'dandiset-yaml'
  readonly sizeBytes: number
  /** mtime, ms since 1970 with fractions. */
  readonly modifiedAt: number
  /** `dandi-etag:…` or `zarr-checksum:…`; null for `dandiset.yaml`. */
  readonly checksum: string | null
  readonly sha256: string | null
  readonly source: SourceKind | null
  readonly instance: string
  readonly dandisetId: string | null
  readonly version: string | null
  readonly assetPath: string
  readonly jobId: string
  readonly verifiedAt: number
}

const columns = `path, kind, size_bytes AS sizeBytes, modified_at AS modifiedAt, checksum, sha256,
  source, instance, dandiset_id AS dandisetId, version, asset_path AS assetPath, job_id AS jobId,
  verified_at AS verifiedAt`

/** The library: what was fetched, so that it is neither fetched nor hashed again. */
export function createFiles(db: Database) {
  const put = db.prepare(`
    INSERT OR REPLACE INTO files VALUES (@path, @kind, @sizeBytes, @modifiedAt, @checksum, @sha256,
      @source, @instance, @dandisetId, @version, @assetPath, @jobId, @verifiedAt)`)
  const byPath = db.prepare<[string], LibraryFile>(`SELECT ${columns} FROM files WHERE path = ?`)
  const below = db.prepare<[string, string, string, number], LibraryFile>(`
    SELECT ${columns} FROM files WHERE path > ? AND path < ? AND path > ? ORDER BY path LIMIT ?`)
  const ofJob = db.prepare<[string], LibraryFile>(`SELECT ${columns} FROM files WHERE job_id = ?`)
  const withChecksum = db.prepare<[string], LibraryFile>(
    `SELECT ${columns} FROM files WHERE checksum = ? ORDER BY path`,
  )
  // A file's own folder in the archive is taken off its place; on Windows they are spelled apart.
  const folders = db.prepare<[string, string], { folder: string }>(`
    SELECT DISTINCT substr(path, 1, length(path) - length(asset_path) - 1) AS folder FROM files
    WHERE instance = ? AND dandiset_id = ? AND kind <> 'dandiset-yaml'
      AND replace(substr(path, -length(asset_path)), '\\', '/') = asset_path ORDER BY folder`)
  const remove = db.prepare<[string]>('DELETE FROM files WHERE path = ?')
  return {
    put: (file: LibraryFile) => void put.run(file),
    get: (path: string): LibraryFile | null => byPath.get(path) ?? null,
    /** Files below a folder, by path, after a path. `separator` is the system's. */
    below(folder: string, separator: string, after: string, limit: number): readonly LibraryFile[] {
      return below.all(`${folder}${separator}`, `${folder}${next(separator)}`, after, limit)
    },
    ofJob: (jobId: string): readonly LibraryFile[] => ofJob.all(jobId),
    /** All places that bytes of this digest were given, by path. */
    withChecksum: (checksum: string): readonly LibraryFile[] => withChecksum.all(checksum),
    /** Folders whose files lie as the dandiset has them. */
    foldersOf: (instance: string, dandisetId: string): readonly string[] =>
      folders.all(instance, dandisetId).map((row) => row.folder),
    remove: (path: string) => void remove.run(path),
  }
}

function next(separator: string): string {
  return String.fromCharCode(separator.charCodeAt(0) + 1)
}
