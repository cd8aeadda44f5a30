import { z } from 'zod'
import { ApiError } from '@/app/api/_lib/route'

const schema = z.coerce.number('A run is named by its number.').int().min(1).max(Number.MAX_SAFE_INTEGER)

/** The number of a run from the address. @throws ZodError, which answers 400 */
export function parseRunId(text: string): number {
  return schema.parse(text)
}

export function noSuchRun(id: number): ApiError {
  return new ApiError(404, 'no_such_run', `There is no run ${id}.`, 'GET /api/pipeline/runs lists them.')
}
