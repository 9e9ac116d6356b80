const MIB = 1024 * 1024
/** Part size of nearly every file: dandi-etag is S3's multipart ETag over 64 MiB parts. */
export const DEFAULT_PART_BYTES = 64 * MIB
const MAX_PARTS = 10_000
/** S3's limit for one object, 5 TiB. */
const MAX_BYTES = 5 * 1024 ** 4

export interface PartPlan {
  readonly partBytes: number
  readonly count: number
}

/**
 * How dandi-etag cuts a file of `sizeBytes`. The part size grows only when 64 MiB would give 10,000
 * parts or more (dandischema `PartGenerator`). An empty file has no parts. Throws RangeError over 5 TiB.
 */
export function partPlan(sizeBytes: number): PartPlan {
  if (sizeBytes > MAX_BYTES) throw new RangeError(`${sizeBytes} bytes is over 5 TiB`)
  if (sizeBytes === 0) return { partBytes: DEFAULT_PART_BYTES, count: 0 }
  const count = Math.ceil(sizeBytes / DEFAULT_PART_BYTES)
  if (count < MAX_PARTS) return { partBytes: DEFAULT_PART_BYTES, count }
  const partBytes = Math.ceil(sizeBytes / MAX_PARTS)
  return { partBytes, count: Math.ceil(sizeBytes / partBytes) }
}

/** Length of part `index` (from 0) in bytes. */
export function partLength(plan: PartPlan, sizeBytes: number, index: number): number {
  return Math.min(plan.partBytes, sizeBytes - index * plan.partBytes)
}
