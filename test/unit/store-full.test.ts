import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '../../main/model/failure.ts'
import { openDatabase } from '../../main/store/database.ts'
import { createGroupCommit } from '../../main/store/group-commit.ts'
import { tempFolder } from '../support/temp-folder.ts'

const LARGE = 400_000

function start() {
  const file = join(tempFolder(), 'dandelion.sqlite')
  const db = openDatabase(file, null)
  const told: (string | null)[] = []
  const errors: unknown[] = []
  const group = createGroupCommit({
    db,
    file,
    onTrouble: (failure) => told.push(failure?.code ?? null),
    onError: (error) => errors.push(error),
  })
  const put = db.prepare<[string, number]>('INSERT INTO settings VALUES (?, hex(zeroblob(?)))')
  const names = () =>
    db
      .prepare<[], { name: string }>('SELECT name FROM settings ORDER BY rowid')
      .all()
      .map((row) => row.name)
  return {
    db,
    group,
    told,
    errors,
    names,
    add: (name: string, bytes = 10) => void put.run(name, bytes),
    fill: () => db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`),
    makeRoom: () => db.pragma('max_page_count = 1073741823'),
  }
}

describe('a database on a full disk', () => {
  let world: ReturnType<typeof start>
  beforeEach(() => {
    world = start()
  })
  afterEach(() => void world.db.close())

  it('keeps what was gathered, in order, until there is room', () => {
    const { group, add, told, names } = world
    group.gather(() => add('first'))
    world.fill()
    group.gather(() => add('second', LARGE))
    group.gather(() => add('third'))
    expect(told).toEqual(['disk.full'])
    expect(names()).toEqual([])
    expect(group.commit()).toBe(false)
    expect(group.trouble).toMatchObject({ code: 'disk.full' })
    world.makeRoom()
    expect(group.commit()).toBe(false)
    expect(group.recover()).toBe(true)
    expect(told).toEqual(['disk.full', null])
    expect(names()).toEqual(['first', 'second', 'third'])
    expect(group.trouble).toBeNull()
  })

  it('says so to whoever must know at once, and nothing of it is kept', () => {
    const { group, add, names } = world
    world.fill()
    const step = () => group.transact(() => add('large', LARGE))
    expect(step).toThrow(Failure)
    expect(step).toThrow('disk.full')
    world.makeRoom()
    group.transact(() => add('small'))
    expect(names()).toEqual(['small'])
  })

  it('a step that is wrong does not hold up the others', () => {
    const { group, add, names, errors } = world
    world.fill()
    group.gather(() => add('large', LARGE))
    group.gather(() => {
      throw new Error('no longer possible')
    })
    group.gather(() => add('last'))
    world.makeRoom()
    expect(group.commit()).toBe(false)
    expect(group.recover()).toBe(true)
    expect(names()).toEqual(['large', 'last'])
    expect(errors.map(String)).toEqual(['Error: no longer possible'])
  })
})
