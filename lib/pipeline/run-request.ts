import { z } from 'zod'
import { reloadByDay, reloadByFile } from './reload-files'

/** What a run may be asked to do: look at the inbox, or load archived files again. */
export const runRequest = z.union(
  [
    z.strictObject({ action: z.literal('run').default('run') }),
    reloadByFile.extend({ action: z.literal('reload') }),
    reloadByDay.extend({ action: z.literal('reload') }),
  ],
  'Send no body to look at the inbox; or {"action":"reload"} with fileIds, or with arrivedFrom and arrivedTo.',
)
