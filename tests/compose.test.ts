import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { ENV_NAMES } from '@/lib/core/env'
import { findProgram } from '@/scripts/lib/system-packages'

const compose = findProgram(['docker-compose'])

function config(env: Record<string, string>) {
  return spawnSync(compose ?? '', ['-f', 'docker-compose.yml', 'config'], {
    env: { NODE_ENV: 'test', PATH: process.env.PATH, ...env },
    encoding: 'utf8',
  })
}

describe.skipIf(!compose)('docker-compose.yml', () => {
  test('is valid, with PostgreSQL, Redis, web and worker as services of their own', () => {
    const checked = config({ POSTGRES_PASSWORD: 'secret' })
    expect(checked.stderr).toBe('')
    expect(checked.status).toBe(0)
    for (const service of ['postgres', 'redis', 'web', 'worker', 'migrate']) {
      expect(checked.stdout).toMatch(new RegExp(`^ {2}${service}:$`, 'm'))
    }
    // Each long-lived service says when it is well; the migration says so by ending.
    expect(checked.stdout.match(/^ {4}healthcheck:$/gm)).toHaveLength(4)
    expect(checked.stdout).toContain('condition: service_completed_successfully')
  })

  test('refuses to start without a database password', () => {
    const refused = config({})
    expect(refused.status).not.toBe(0)
    expect(refused.stderr).toContain('Set POSTGRES_PASSWORD')
  })

  test('passes on every setting that makes sense in containers', () => {
    const text = readFileSync('docker-compose.yml', 'utf8')
    const local = ['PORT', 'INBOX_DIR', 'STOREROOM_DEMO']
    const missing = ENV_NAMES.filter((name) => !local.includes(name) && !text.includes(`    ${name}:`))
    expect(missing).toEqual([])
  })
})
