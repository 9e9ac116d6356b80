import { Popover } from '@base-ui/react/popover'
import { Tabs } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import type { FacetFind } from '../../../main/model/facet-lists.ts'
import { type FacetField, facetFields } from '../../../main/model/facts.ts'
import type { Facets } from '../../../main/model/files.ts'
import type { Filter } from '../../../main/model/selection.ts'
import { formatCount } from '../../format/bytes.ts'
import { t } from '../../locales/t.ts'
import { classes } from '../../ui/class-names.ts'
import float from '../../ui/float.module.css'
import { conditionsOf, type Topic } from './conditions.ts'
import { FacetPanel, type FacetPanelProps } from './facet-panel.tsx'
import styles from './filter-menu.module.css'
import { PathPanel } from './path-panel.tsx'
import { RangePanel } from './range-panel.tsx'

/** What the filter menu is about, and what it hangs at. */
export interface Asked {
  readonly topic: Topic
  readonly anchor: Element
  /** What is looked for among the values. */
  readonly text?: string
}

/** As it goes to the engine, which tells of long lists a part. */
export function findOf(asked: Asked | null): FacetFind | null {
  const { topic, text = '' } = asked ?? {}
  return topic !== undefined && isFacet(topic) && text.trim() !== '' ? { field: topic, text } : null
}

interface FilterMenuProps {
  readonly asked: Asked | null
  readonly onAsk: (asked: Asked | null) => void
  readonly filter: Filter
  readonly facets: Facets | undefined
  readonly onChange: (part: Partial<Filter>) => void
}

const topics: readonly Topic[] = [...facetFields, 'ageDays', 'sizeBytes', 'modifiedAt', 'path']

/** What files can be asked by: topics at the left, the values or ranges of one at the right. */
export function FilterMenu({ asked, onAsk, ...rest }: FilterMenuProps) {
  return (
    <Popover.Root open={asked !== null} onOpenChange={(open) => !open && onAsk(null)}>
      <Popover.Portal>
        <Popover.Positioner
          anchor={asked?.anchor}
          className={float.positioner}
          sideOffset={4}
          align="start"
          collisionPadding={12}
        >
          <Popover.Popup
            className={classes(float.popup, styles.popup)}
            aria-label={t('filter.menu')}
          >
            {asked && <Topics asked={asked} onAsk={onAsk} {...rest} />}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}

interface TopicsProps extends FilterMenuProps {
  readonly asked: Asked
}

function Topics({ asked, onAsk, filter, facets, onChange }: TopicsProps) {
  const { topic, anchor, text = '' } = asked
  const used = new Set(conditionsOf(filter).map((it) => it.topic))
  return (
    <Tabs.Root
      className={styles.panes}
      orientation="vertical"
      value={topic}
      onValueChange={(next) => onAsk({ topic: next as Topic, anchor })}
    >
      <Tabs.List className={styles.topics} activateOnFocus>
        {topics.map((it) => (
          <Tabs.Tab
            key={it}
            value={it}
            className={styles.topic}
            data-apart={it === 'ageDays' ? '' : undefined}
            data-used={used.has(it) ? '' : undefined}
          >
            <span>{t(`field.${it}`)}</span>
            <span className={styles.count}>{countOf(facets, it)}</span>
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={topic} className={styles.panel} key={topic}>
        {panelOf(topic, {
          filter,
          facets,
          onChange,
          text,
          onText: (typed) => onAsk({ ...asked, text: typed }),
        })}
      </Tabs.Panel>
    </Tabs.Root>
  )
}

function panelOf(topic: Topic, { text, onText, ...of }: Omit<FacetPanelProps, 'field'>): ReactNode {
  if (topic === 'path') return <PathPanel {...of} />
  if (isFacet(topic)) return <FacetPanel field={topic} text={text} onText={onText} {...of} />
  return <RangePanel topic={topic} {...of} />
}

const isFacet = (topic: Topic): topic is FacetField =>
  (facetFields as readonly string[]).includes(topic)

/** How many values there are to choose from, beside that nothing is stated. */
function countOf(facets: Facets | undefined, topic: Topic): string {
  if (!facets || !isFacet(topic)) return ''
  const told = facets[topic].filter((it) => it.value !== '').length
  return formatCount(told + facets.more[topic])
}
