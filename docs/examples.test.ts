import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const hasPython = spawnSync('python3', ['--version']).status === 0
const dag = readFileSync('docs/examples/airflow_dag.py', 'utf8')

describe('the Airflow example', () => {
  it.skipIf(!hasPython)('is Python that compiles (needs python3)', () => {
    const place = mkdtempSync(join(tmpdir(), 'storeroom-dag-'))
    try {
      const compiled = join(place, 'dag.pyc')
      const code = 'import py_compile, sys; py_compile.compile(sys.argv[1], cfile=sys.argv[2], doraise=True)'
      execFileSync('python3', ['-c', code, 'docs/examples/airflow_dag.py', compiled])
      expect(readFileSync(compiled).length).toBeGreaterThan(500)
    } finally {
      rmSync(place, { recursive: true, force: true })
    }
  })

  it('asks what the API offers and knows every final status of a run', async () => {
    const { isFinal, RUN_STATUSES } = await import('@/lib/pipeline/states')
    for (const status of RUN_STATUSES.filter(isFinal)) expect(dag).toContain(`"${status}"`)
    expect(dag).toContain('call("POST", "/api/pipeline/runs")["run"]')
    expect(dag).toContain('call("GET", f"/api/pipeline/runs/{run}")')
  })
})

describe('the Prometheus example', () => {
  const rules = readFileSync('docs/examples/prometheus-alerts.yml', 'utf8')

  it('has a rule, an expression, a severity and a summary for each alert', () => {
    const count = (pattern: RegExp) => [...rules.matchAll(pattern)].length
    const alerts = count(/^ {6}- alert: Storeroom\w+$/gm)
    expect(alerts).toBeGreaterThanOrEqual(10)
    expect(count(/^ {8}expr: \S.*$/gm)).toBe(alerts)
    expect(count(/^ {8}labels: { severity: (page|ticket) }$/gm)).toBe(alerts)
    expect(count(/^ {8}annotations: { summary: '[^']+' }$/gm)).toBe(alerts)
  })
})
