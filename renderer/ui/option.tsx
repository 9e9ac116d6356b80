import type { ComponentProps } from 'react'

interface OptionProps extends ComponentProps<'div'> {
  /** Place in the whole list, from 0, of which only what is in sight is drawn. */
  readonly at: number
  readonly of: number
}

/** A row of a list that has the focus itself and names its active row by `aria-activedescendant`. */
export function Option({ at, of, ...rest }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus
    <div role="option" aria-posinset={at + 1} aria-setsize={of} {...rest} />
  )
}
