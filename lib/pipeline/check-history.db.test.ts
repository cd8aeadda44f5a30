import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { type TestDatabase, testDatabase } from '@/tests/helpers/database'
import { listChecks, readCheck } from './check-history'
import { setThreshold } from './check-threshold'

let db: TestDatabase
beforeAll(async () => {
  db = await testDatabase()
  process.env.DATABASE_URL = db.url
  await closePool()
  await db.pool.query(`
    insert into pipeline.checks (name, kind, level, severity, description, what_to_do, threshold, threshold_unit) values
      ('rows_add_up', 'sql', 'row', 'blocking', 'Rows add up.', 'Report it.', null, null),
      ('days_are_alike', 'sql', 'statistical', 'warning', 'Days are alike.', 'Look.', 5, 'times'),
      ('bad_number', 'contract', 'row', 'warning', 'Not a number.', 'Correct it.', null, null),
      ('new_one', 'sql', 'file', 'warning', 'New.', 'Look.', null, null);
    insert into pipeline.runs (id, status, trigger, inbox_dir) values
      (1, 'published', 'cli', '/in'), (2, 'nothing_new', 'cli', '/in'), (3, 'failed', 'cli', '/in'), (4, 'published', 'cli', '/in'),
      (5, 'running', 'cli', '/in');
    insert into pipeline.check_results (run_id, name, level, severity, status, failing_rows, sample, seconds, threshold, note) values
      (1, 'rows_add_up', 'row', 'blocking', 'passed', 0, '[]', 0.5, null, null),
      (1, 'days_are_alike', 'statistical', 'warning', 'passed', 0, '[]', 0.25, 5, 'too little history'),
      (3, 'rows_add_up', 'row', 'blocking', 'failed', 12, '[{"file_id": 7, "record": 3}]', 0.5, null, null),
      (4, 'rows_add_up', 'row', 'blocking', 'passed', 0, '[]', 0.5, null, null),
      (4, 'days_are_alike', 'statistical', 'warning', 'warned', 1, '[{"date": "2026-01-01"}]', 0.25, 5, null),
      (4, 'bad_number', 'row', 'warning', 'warned', 2, '[]', 0.01, null, null)`)
})
afterAll(async () => {
  await closePool()
  await db.close()
})

const names = async (search: Parameters<typeof listChecks>[0]) =>
  (await listChecks(search)).items.map(({ name }) => name)

describe('the list of checks', () => {
  it('counts every run that was checked, also one that a check stopped, oldest first', async () => {
    expect((await listChecks()).runs).toEqual([
      { runId: 1, passed: 2, warned: 0, failed: 0, seconds: 0.75 },
      { runId: 3, passed: 0, warned: 0, failed: 1, seconds: 0.5 },
      { runId: 4, passed: 1, warned: 2, failed: 0, seconds: 0.76 },
    ])
  })

  it('goes level by level, the worst of each first', async () => {
    expect(await names({})).toEqual(['new_one', 'bad_number', 'rows_add_up', 'days_are_alike'])
  })

  it('takes the latest result from the newest checked run, and none where it was not asked then', async () => {
    const { items } = await listChecks()
    const latest = Object.fromEntries(items.map((check) => [check.name, check.latest]))
    expect(latest.new_one).toBeNull()
    expect(latest.days_are_alike).toEqual({
      runId: 4,
      status: 'warned',
      failingRows: 1,
      threshold: 5,
      note: null,
      seconds: 0.25,
    })
    const history = items.find(({ name }) => name === 'days_are_alike')?.history
    expect(history?.map(({ runId, status, note }) => [runId, status, note])).toEqual([
      [1, 'passed', 'too little history'],
      [4, 'warned', null],
    ])
  })

  it('is filtered by level, result and severity, and cut to the last runs', async () => {
    expect(await names({ level: 'row' })).toEqual(['bad_number', 'rows_add_up'])
    expect(await names({ status: 'warned' })).toEqual(['bad_number', 'days_are_alike'])
    expect(await names({ severity: 'blocking', status: 'warned' })).toEqual([])
    const { runs, items } = await listChecks({ runs: 1 })
    expect(runs.map(({ runId }) => runId)).toEqual([4])
    expect(items.every(({ history }) => history.every(({ runId }) => runId === 4))).toBe(true)
  })
})

describe('one check', () => {
  it('has its history with what became of the runs, and the rows of the newest finding', async () => {
    const check = await readCheck('rows_add_up')
    expect(check?.history.map(({ runId, status, runStatus }) => [runId, status, runStatus])).toEqual([
      [1, 'passed', 'published'],
      [3, 'failed', 'failed'],
      [4, 'passed', 'published'],
    ])
    expect(check?.latest?.runId).toBe(4)
    expect(check?.lastFinding).toEqual({ runId: 3, failingRows: 12, sample: [{ file_id: 7, record: 3 }] })
    expect(await readCheck('no_such')).toBeUndefined()
  })

  it('takes a threshold of the shop and gives it up again', async () => {
    expect(await setThreshold('days_are_alike', 8.5)).toBe(true)
    expect(await readCheck('days_are_alike')).toMatchObject({
      threshold: { value: 5, unit: 'times' },
      thresholdOverride: 8.5,
    })
    await setThreshold('days_are_alike', null)
    expect((await readCheck('days_are_alike'))?.thresholdOverride).toBeNull()
    expect(await setThreshold('no_such', 1)).toBe(false)
    await expect(setThreshold('rows_add_up', 1)).rejects.toMatchObject({ code: 'no_threshold' })
  })
})
