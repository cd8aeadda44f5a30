import { dag } from '@/jobs/dag'
import { openSession } from '@/jobs/duckdb/session'
import { healthChecks } from '@/jobs/health-checks'
import { runChild } from '@/jobs/orchestrate/child'

// The process of one run, started by a worker or by `npm run pipeline`: run.ts RUNID EPOCH
await runChild(dag, openSession, { health: healthChecks })
