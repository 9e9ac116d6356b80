/** Brings one file or Zarr to its place and says how it ended. Never touches state. */
import { Failure, recordOf } from '../model/failure.ts'
import type { Outcome, RunnerPorts, TransferTask } from './ports.ts'
import { runBlob } from './run-blob.ts'
import { runZarr } from './run-zarr.ts'

/** Never rejects: trouble and stops are outcomes. Returns only when nothing of it runs any more. */
export async function runTransfer(task: TransferTask, ports: RunnerPorts): Promise<Outcome> {
  try {
    const entry = task.entry.checksum ? task.entry : await ports.describe()
    const described = { ...task, entry }
    return await (entry.kind === 'zarr' ? runZarr(described, ports) : runBlob(described, ports))
  } catch (error) {
    if (ports.signal.aborted && !(error instanceof Failure)) return { kind: 'stopped' }
    if (ports.signal.aborted && error === ports.signal.reason) return { kind: 'stopped' }
    return { kind: 'failed', failure: recordOf(error) }
  }
}
