import { runWorker } from '@/jobs/orchestrate/worker-loop'
import { FAKE_RUN } from './fake-run-entry'

// The real worker, executing runs with the small tasks of fake-run.ts.
await runWorker({ entry: FAKE_RUN })
