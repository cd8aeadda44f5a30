import { runWorker } from '@/jobs/orchestrate/worker-loop'
import { STEERED_RUN } from './steered-run-entry'

// The real worker, executing runs that can be held at a chosen place.
await runWorker({ entry: STEERED_RUN })
