import { app, safeStorage } from 'electron'
import type { EnginePorts } from '../engine/ports.ts'
import { keptFile, textsOf } from './kept-file.ts'

type Secrets = EnginePorts['secrets']

/** Keys encrypted by the system's keychain; in memory alone where it has none. */
export function createSecrets(file: string): Secrets {
  return hasKeychain() ? keychainSecrets(file) : sessionSecrets()
}

/** A system that shows no window may never be ready. */
const READY_MS = 10_000

/** The same in a program that has just begun. */
export async function openSecrets(file: string): Promise<Secrets> {
  app.dock?.hide()
  const late = new Promise<boolean>((resolve) => {
    setTimeout(resolve, READY_MS, false).unref()
  })
  const isReady = await Promise.race([app.whenReady().then(() => true), late])
  return isReady ? createSecrets(file) : sessionSecrets()
}

/** On Linux Chromium falls back to a fixed password, which protects nothing. */
function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text'
}

function sessionSecrets(): Secrets {
  const keys = new Map<string, string>()
  return {
    kind: 'session',
    get: (instance) => Promise.resolve(keys.get(instance) ?? null),
    async set(instance, key) {
      keys.set(instance, key)
    },
    async remove(instance) {
      keys.delete(instance)
    },
  }
}

function keychainSecrets(path: string): Secrets {
  const file = keptFile(path, textsOf)
  return {
    kind: 'keychain',
    async get(instance) {
      const kept = file.read()[instance]
      return kept === undefined ? null : decrypted(kept)
    },
    async set(instance, key) {
      const kept = safeStorage.encryptString(key).toString('base64')
      file.write({ ...file.read(), [instance]: kept })
    },
    async remove(instance) {
      const { [instance]: _, ...others } = file.read()
      file.write(others)
    },
  }
}

/** Null for what another user, machine or keychain has encrypted. */
function decrypted(kept: string): string | null {
  try {
    return safeStorage.decryptString(Buffer.from(kept, 'base64'))
  } catch {
    return null
  }
}
