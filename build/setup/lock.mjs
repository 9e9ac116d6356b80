import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { cacheDir } from './paths.mjs'
import { say } from './say.mjs'

/**
 * One process at a time does `work`; the others wait, and then find it done.
 * @template T
 * @param {string} name what is locked: a path, a step
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function exclusively(name, work) {
  const locks = join(cacheDir, 'locks')
  await mkdir(locks, { recursive: true })
  const lock = join(locks, createHash('sha256').update(name).digest('hex').slice(0, 16))
  for (let waited = false; !(await take(lock)); waited = true) {
    if (!waited) say('another set-up is at work; waiting for it')
    await sleep(200)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

/** @param {string} lock */
async function take(lock) {
  try {
    await writeFile(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch {
    if (!(await heldByLivingProcess(lock))) await rm(lock, { force: true })
    return false
  }
}

/** @param {string} lock */
async function heldByLivingProcess(lock) {
  const holder = Number(await readFile(lock, 'utf8').catch(() => '0'))
  // An empty file is a lock that is being written at this moment.
  if (holder === 0) return true
  try {
    process.kill(holder, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
