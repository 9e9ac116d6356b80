import { Download } from 'lucide-react'
import { failureFrom, request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { DropMenu } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toasts.tsx'

const forms = ['csv', 'changes-csv', 'json'] as const

/** Saves the history of a schedule, of all for null, for other programs. */
export function ExportMenu({ scheduleId }: { readonly scheduleId: string | null }) {
  const entries = forms.map((form) => ({
    label: t(`history.export.${form}`),
    act: () => void save(scheduleId, form),
  }))
  return (
    <DropMenu entries={entries} align="end">
      <Button icon={Download}>
        {t(scheduleId === null ? 'history.export.all' : 'history.export')}
      </Button>
    </DropMenu>
  )
}

async function save(scheduleId: string | null, form: (typeof forms)[number]): Promise<void> {
  try {
    const { path } = await request('history.save', { scheduleId, form })
    if (path !== null) tell(t('history.export.done', { path }))
  } catch (error) {
    tellFailure(failureFrom(error))
  }
}
