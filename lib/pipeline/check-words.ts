import { z } from 'zod'

/** The seven levels a check can belong to, from the file to the calendar, in the order they are shown. */
export const CHECK_LEVELS = [
  'file',
  'row',
  'referential',
  'business rule',
  'reconciliation',
  'statistical',
  'freshness',
] as const
export type CheckLevel = (typeof CHECK_LEVELS)[number]

export const CHECK_SEVERITIES = ['blocking', 'warning'] as const
export type CheckSeverity = (typeof CHECK_SEVERITIES)[number]

export const CHECK_STATUSES = ['passed', 'warned', 'failed'] as const
export type CheckStatus = (typeof CHECK_STATUSES)[number]

/** What is said about a check wherever it is listed: in the database, on its page, in docs/checks.md. */
export const checkInfo = z.object({
  name: z.string().regex(/^[a-z][a-z_]+$/),
  /** sql: a query of jobs/sql/checks over the warehouse; contract: a rule every record is judged by as it is read. */
  kind: z.enum(['sql', 'contract']),
  level: z.enum(CHECK_LEVELS),
  severity: z.enum(CHECK_SEVERITIES),
  description: z.string().min(1),
  whatToDo: z.string().min(1),
  /** The value the check compares with, as declared; null where any offending row is one too many. */
  threshold: z.object({ value: z.number(), unit: z.string().min(1) }).nullable(),
})
export type CheckInfo = z.infer<typeof checkInfo>

/** Some of the offending rows. `file_id`, `file` and `record` say where a row came from, where it came from one. */
export const zSample = z.array(z.record(z.string(), z.unknown()))

/** `5 % of a file’s rows`, or what its absence means. */
export function thresholdText(threshold: CheckInfo['threshold']): string {
  return threshold ? `${threshold.value} ${threshold.unit}` : 'no row'
}

/** The same with what the shop set in its place. */
export function appliedThreshold(
  check: Pick<CheckInfo, 'threshold'> & { thresholdOverride: number | null },
): string {
  const { threshold, thresholdOverride } = check
  return thresholdText(threshold && { ...threshold, value: thresholdOverride ?? threshold.value })
}

/** blocking or warning; a rule of the contract is neither, as it is about single rows. */
export function severityWord({ kind, severity }: Pick<CheckInfo, 'kind' | 'severity'>): string {
  return kind === 'contract' ? 'contract' : severity
}
