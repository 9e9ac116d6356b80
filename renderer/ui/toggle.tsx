import { Switch } from '@base-ui/react/switch'
import styles from './toggle.module.css'

interface ToggleProps {
  readonly on: boolean
  readonly label: string
  readonly onChange: (on: boolean) => void
}

export function Toggle({ on, label, onChange }: ToggleProps) {
  return (
    <Switch.Root
      checked={on}
      onCheckedChange={onChange}
      aria-label={label}
      className={styles.track}
    >
      <Switch.Thumb className={styles.thumb} />
    </Switch.Root>
  )
}
