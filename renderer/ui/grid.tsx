import type { ComponentProps } from 'react'

type DivProps = ComponentProps<'div'>

/*
 * Rows and cells of grids that draw only what is in sight; a <table> cannot do that. The grid has
 * the focus and the keyboard and names its active row by `aria-activedescendant`.
 */

export function GridRow(props: DivProps) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="row" {...props} />
}

export function Cell(props: DivProps) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="gridcell" {...props} />
}

export function HeadCell(props: DivProps) {
  // biome-ignore lint/a11y/useSemanticElements: see above
  // biome-ignore lint/a11y/useFocusableInteractive: see above
  return <div role="columnheader" {...props} />
}
