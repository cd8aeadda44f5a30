import { runWorker } from '@/jobs/orchestrate/worker-loop'
import { describe } from '@/lib/core/errors'

// The long-lived process beside the web server: `npm run worker`.
try {
  await runWorker()
} catch (error) {
  process.stderr.write(`${describe(error)}\n`)
  process.exit(1)
}
