import { claim } from '@/jobs/orchestrate/claim'
import { databaseUrl } from '@/lib/db/pool'

// A process that takes the right to execute runs, says so and keeps it until it is killed.
const held = await claim({
  url: databaseUrl(),
  holder: `test:${process.pid}`,
  heartbeatMs: 50,
  silentMs: 1_000,
})
process.stdout.write(`held ${await held.nextEpoch(1)}\n`)
held.lost.addEventListener('abort', () => process.stdout.write('lost\n'))
process.on('disconnect', () => process.exit(0))
