import { cache } from 'react'
import { cacheStats } from '@/lib/cache'
import { pipelineFigures } from '@/lib/pipeline/figures'
import { listRuns } from '@/lib/pipeline/list-runs'
import { readSchedule } from '@/lib/pipeline/read-schedule'
import { runHistory } from '@/lib/pipeline/run-history'
import { versionInfo } from '@/lib/pipeline/version'

/** What several parts of the pipeline page need: read once a request, so that they also agree. */
export const figuresOnce = cache(pipelineFigures)
export const cacheStatsOnce = cache(cacheStats)
export const loadOnce = cache(versionInfo)
export const scheduleOnce = cache(readSchedule)

/** The newest runs, newest first. */
export const runsOnce = cache(async () => (await listRuns({ pageSize: 20 })).items)

/** The last 60 runs with their tasks, oldest first. */
export const historyOnce = cache(() => runHistory(60))
