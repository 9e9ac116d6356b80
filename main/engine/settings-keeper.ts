import { flaw } from '../model/identifier-words.ts'
import type { Instance } from '../model/instance.ts'
import { allInstances } from '../model/instances.ts'
import type { Settings } from '../model/settings.ts'
import type { Store } from '../store/database.ts'

export interface SettingsKeeper {
  current(): Settings
  /** Keeps what differs and tells who listens, at once. */
  change(patch: Partial<Settings>): Settings
  /** Called after each change, until the function that it returns is called. */
  onChange(listener: (settings: Settings) => void): () => void
  /** All instances as they are addressed in this run. */
  instances(): readonly Instance[]
  /**
   * A host that was asked once is known from then on: jobs of it go on after a restart. Throws
   * `input.identifier` when it claims the name of one that a person or Dandelion named.
   */
  learn(instance: Instance): void
}

export interface SettingsOptions {
  readonly store: Store
  readonly defaults: Settings
  /** Settings of this run alone; they are not kept. */
  readonly overrides: Partial<Settings>
  /** Addresses of this run alone, for whatever instance is asked. */
  readonly addresses: Partial<Pick<Instance, 's3Url' | 'webdavUrl'>>
}

export function createSettingsKeeper(options: SettingsOptions): SettingsKeeper {
  const { store, defaults, overrides, addresses } = options
  const read = () => ({ ...store.settings.read(defaults), ...overrides })
  const listeners = new Set<(settings: Settings) => void>()
  let settings = read()

  function change(patch: Partial<Settings>): Settings {
    store.settings.write(patch)
    settings = { ...read(), ...patch }
    for (const listener of listeners) listener(settings)
    return settings
  }

  return {
    current: () => settings,
    change,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    instances: () => allInstances(settings.instances).map((each) => ({ ...each, ...addresses })),
    learn(instance) {
      const { name, apiUrl } = instance
      const known = allInstances(settings.instances).find((each) => each.name === name)
      if (known?.apiUrl === apiUrl) return
      if (known && !mayMove(known, instance)) throw flaw('instance', apiUrl, apiUrl)
      const others = settings.instances.filter((each) => each.name !== name)
      change({ instances: [...others, { ...instance, learnt: true }] })
    },
  }
}

/** Only what was itself learnt gives way, and not to an address that anybody on the way can read. */
function mayMove(known: Instance, to: Instance): boolean {
  return known.learnt === true && !(isSecure(known.apiUrl) && !isSecure(to.apiUrl))
}

function isSecure(url: string): boolean {
  return new URL(url).protocol === 'https:'
}
