import { basename } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest. Begun late, one of them alone would keep everybody waiting. */
const longest = [
  'test/crash/kill.test.ts',
  'test/e2e/looks.test.ts',
  'test/e2e/discover.test.ts',
  'test/e2e/choosing-looks.test.ts',
  'test/integration/cli.test.ts',
  'test/e2e/newcomer.test.ts',
  'test/crash/lost.test.ts',
  'test/e2e/schedules-looks.test.ts',
  'test/integration/engine-recovery.test.ts',
  'test/e2e/transfers.test.ts',
  'test/e2e/choosing.test.ts',
  'test/integration/engine-faults-large.test.ts',
  'test/integration/overnight-table.test.ts',
  'test/integration/cart.test.ts',
  'test/crash/sync-kill.test.ts',
  'test/e2e/settings.test.ts',
]

/** Long ones first, then by name: so the layers mix, and not all windows are open at once. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort(
      (a, b) => rankOf(a) - rankOf(b) || (basename(a.moduleId) < basename(b.moduleId) ? -1 : 1),
    )
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const index = longest.findIndex((path) => moduleId.endsWith(path))
  return index < 0 ? longest.length : index
}
