import { describe, expect, it } from 'vitest'
import type { FileFacts } from '../../main/model/facts.ts'
import { factsOf } from '../../main/model/facts.ts'
import { type Layout, placeBelow, rootOf, templateProblem } from '../../main/model/layout.ts'
import { sampleEntry } from '../support/sample-data.ts'

const facts: FileFacts = {
  ...factsOf(sampleEntry({ path: 'raw/sub-A/sub-A_ses-2_behavior+ecephys.nwb' })),
  species: 'Mus musculus - House mouse',
  sex: null,
}
const placed = (layout: Layout, of = facts) =>
  placeBelow(of, {
    layout,
    pick: { kind: 'dandiset' },
    dandisetId: '000027',
    version: 'draft',
    preserveTree: false,
  })
const filled = (template: string, of = facts) => placed({ kind: 'template', template }, of)

describe('a layout', () => {
  it('as the archive keeps the tree below the dandiset', () => {
    expect(placed({ kind: 'archive' })).toBe('000027/raw/sub-A/sub-A_ses-2_behavior+ecephys.nwb')
  })

  it('flat puts the names side by side', () => {
    expect(placed({ kind: 'flat' })).toBe('000027/sub-A_ses-2_behavior+ecephys.nwb')
  })

  it('by a template says what is known in place of each word', () => {
    expect(filled('{species}/{subject}/{session}/{name}')).toBe(
      'Mus musculus/A/2/sub-A_ses-2_behavior+ecephys.nwb',
    )
    expect(filled('{dandiset}-{version}/{modality}.{type}/{folder}/x-{name}')).toBe(
      '000027-draft/behavior+ecephys.nwb/raw/sub-A/x-sub-A_ses-2_behavior+ecephys.nwb',
    )
    expect(filled('all/{path}')).toBe('all/raw/sub-A/sub-A_ses-2_behavior+ecephys.nwb')
  })

  it('by a template has a word for what is not stated, and never another folder for a slash in it', () => {
    expect(filled('{sex}/{name}')).toMatch(/^no-sex\//)
    expect(filled('{subject}/{name}', { ...facts, subject: '../../x' })).toMatch(/^\.\.-\.\.-x\//)
    expect(filled('{folder}/{name}', { ...facts, path: 'a.nwb' })).toBe('no-folder/a.nwb')
  })

  it.each([
    ['', 'empty'],
    ['{name', 'brace'],
    ['{subject}}/{name}', 'brace'],
    ['{mouse}/{name}', 'unknown-word'],
    ['{subject}/file', 'no-name'],
    ['{name}/x', 'no-name'],
    ['../{name}', 'segment'],
    ['/{name}', 'segment'],
    ['a//{name}', 'segment'],
  ])('by the template %j is refused: %s', (template, reason) => {
    expect(templateProblem(template)?.reason).toBe(reason)
  })

  it.each(['{name}', '{subject}/{name}', 'x/{path}', 'm-{sex}/{name}'])('by %j is fine', (it) => {
    expect(templateProblem(it)).toBeNull()
  })

  it.each<[Layout, string]>([
    [{ kind: 'flat' }, '000027'],
    [{ kind: 'template', template: 'a/{dandiset}/{subject}/{name}' }, 'a/000027'],
    [{ kind: 'template', template: '{subject}/{name}' }, ''],
    [{ kind: 'template', template: 'b/{name}' }, 'b'],
  ])('%j has its root at %j', (layout, root) => {
    expect(rootOf(layout, '000027')).toBe(root)
  })
})
