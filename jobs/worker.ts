import { runWorker } from '@/jobs/orchestrate/worker-loop'

// The long-lived process beside the web server: `npm run worker`.
await runWorker()
