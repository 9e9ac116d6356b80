import { SquareTerminal } from 'lucide-react'
import { type CartTool, cartTools } from '../../../main/model/cart.ts'
import { failureFrom, request } from '../../bridge.ts'
import { t } from '../../locales/t.ts'
import { Button } from '../../ui/button.tsx'
import { DropMenu } from '../../ui/menu.tsx'
import { tell, tellFailure } from '../../ui/toasts.tsx'

/** The cart for people who use other tools. */
export function ScriptMenu() {
  const entries = cartTools.map((tool) => ({
    label: t(`cart.script.${tool}`),
    act: () => void write(tool),
  }))
  return (
    <DropMenu entries={entries} align="end">
      <Button look="quiet" icon={SquareTerminal}>
        {t('cart.script')}
      </Button>
    </DropMenu>
  )
}

async function write(tool: CartTool): Promise<void> {
  try {
    const { path, leftOut, wholeZarrs } = await request('cart.script', { tool })
    if (path === null) return
    const said = [
      t('cart.saved', { path }),
      ...(leftOut === 0 ? [] : [t('cart.script.left-out', { count: leftOut })]),
      ...(wholeZarrs === 0 ? [] : [t('cart.script.whole', { count: wholeZarrs })]),
    ]
    tell(said.join(' '))
  } catch (error) {
    tellFailure(failureFrom(error))
  }
}
