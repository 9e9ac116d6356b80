import type { CatalogueQuery } from '../../main/model/catalogue.ts'
import { request } from '../bridge.ts'
import { t } from '../locales/t.ts'
import { tell } from '../ui/toasts.tsx'
import { ask } from './discover.ts'
import { liveStore } from './engine.ts'
import { changeSettings } from './queries.ts'
import { go } from './view.ts'

/** Asks again what was saved or came as a link, on the archive that it was asked of. */
export async function openQuery({ instance, ...question }: CatalogueQuery): Promise<void> {
  const open = liveStore.getState().live?.engine.settings.instance
  if (instance !== open) {
    const instances = await request('instances', undefined)
    if (instances.some((it) => it.name === instance)) await changeSettings({ instance })
    else tell(t('searches.other-archive', { instance }))
  }
  ask(question)
  go({ screen: 'discover' })
}
