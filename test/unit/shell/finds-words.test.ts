import { expect, test } from 'vitest'
import type { FollowFind } from '../../../main/model/follow.ts'
import { findsWords } from '../../../main/shell/finds-words.ts'

const find = (dandisetId: string, ruleName: string): FollowFind => ({
  id: 1,
  ruleId: ruleName,
  ruleName,
  instance: 'dandi',
  dandisetId,
  title: `About ${dandisetId}`,
  version: 'draft',
  foundAt: 0,
  isRead: false,
  isWatched: false,
  jobId: null,
})

test('one new dandiset is told by its rule and its title', () => {
  const { title, body } = findsWords([find('001537', 'Mice')])
  expect(`${title} | ${body}`).toBe('A new dandiset: Mice | About 001537')
})

test('a dandiset that two rules found counts once', () => {
  const { title, body } = findsWords([find('001537', 'Mice'), find('001537', 'Sleep')])
  expect(`${title} | ${body}`).toBe('A new dandiset: Mice and Sleep | About 001537')
})

test('of many the first three are named', () => {
  const ids = ['001', '002', '003', '004', '005']
  const { title, body } = findsWords(ids.map((id) => find(id, 'Mice')))
  expect(title).toBe('5 new dandisets: Mice')
  expect(body).toBe('About 001\nAbout 002\nAbout 003\nand 2 more')
})
