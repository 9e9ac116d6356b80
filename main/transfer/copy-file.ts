/** Worker side: bytes that are on this disk already, copied into a partial and hashed on the way. */
import { copyHashing } from '../disk/copy.ts'
import { openPartial } from '../disk/partial-file.ts'
import type { CopyTask, TaskResults } from './tasks.ts'
import type { RunningTask } from './worker-tools.ts'

export async function copyFile(task: CopyTask, running: RunningTask): Promise<TaskResults['copy']> {
  const file = openPartial(task.file, task.identity)
  try {
    const { partBytes, from } = task
    const watch = { onBytes: running.count, signal: running.signal }
    const md5s = await copyHashing(from, { file, partBytes }, watch)
    file.truncate(task.sizeBytes)
    await file.flush()
    return { md5s }
  } finally {
    file.close()
  }
}
