import { z } from 'zod'
import { METRICS } from '@/lib/metrics/catalog'

/** What a rule looks at, and when it raises. Which fields exist depends on `kind`. */
export const ruleConfig = z.discriminatedUnion('kind', [
  /** The last `inARow` runs failed. */
  z.object({
    kind: z.literal('run_failed'),
    inARow: z.number().int().min(1).max(50).default(1),
  }),
  /** A check found offending rows. No names: any check. */
  z.object({
    kind: z.literal('check_failed'),
    checks: z.array(z.string().min(1).max(200)).max(200).default([]),
    severity: z.enum(['any', 'blocking', 'warning']).default('blocking'),
  }),
  /** No load was published on one of the weekdays (1 Monday … 7 Sunday) by a time of the store's clock. */
  z.object({
    kind: z.literal('not_fresh'),
    by: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time from 00:00 to 23:59'),
    weekdays: z
      .array(z.number().int().min(1).max(7))
      .min(1, 'choose at least one weekday')
      .max(7)
      .default([1, 2, 3, 4, 5, 6, 7]),
  }),
  /** More than `percent` of the rows a run read were kept aside. */
  z.object({
    kind: z.literal('quarantine_rate'),
    percent: z.number().min(0).max(100),
  }),
  /** A metric of the catalogue over a period of whole days. */
  z.object({
    kind: z.literal('metric'),
    metric: z.enum(METRICS.map(({ name }) => name)),
    where: z.record(z.string(), z.array(z.string().min(1)).min(1).max(50)).default({}),
    period: z.enum(['yesterday', 'last_7_days', 'last_30_days']),
    condition: z.discriminatedUnion('type', [
      z.object({
        type: z.literal('value'),
        is: z.enum(['above', 'below']),
        /** A plain decimal; a share is written as such, 0.25 for 25%. */
        value: z.string().regex(/^-?\d{1,15}(\.\d{1,6})?$/, 'must be a plain number such as 1200 or 0.25'),
      }),
      z.object({
        type: z.literal('change'),
        against: z.enum(['previous', 'week_before', 'year_before']),
        is: z.enum(['up', 'down']),
        percent: z.number().gt(0).max(100_000),
      }),
    ]),
  }),
  /** The schedule was paused because runs kept failing. */
  z.object({ kind: z.literal('schedule_paused') }),
  /** Something outside (a mail server, a webhook, Redis) failed so often that it is left alone. */
  z.object({ kind: z.literal('circuit_open') }),
])
export type RuleConfig = z.infer<typeof ruleConfig>
export type RuleKind = RuleConfig['kind']
export type ConfigOf<K extends RuleKind> = Extract<RuleConfig, { kind: K }>

/** Kinds that are judged when a run has ended; the others by the clock, every minute. */
export const RUN_KINDS = ['run_failed', 'check_failed', 'quarantine_rate'] as const satisfies RuleKind[]

/** What an admin sends to add a rule. */
export const ruleInput = z.object({
  name: z.string().trim().min(1, 'must be named').max(80),
  config: ruleConfig,
  channelIds: z.array(z.number().int().min(1)).max(50).default([]),
  enabled: z.boolean().default(true),
  /** Repeats of an open alert within it are counted and not sent. */
  quietMinutes: z.number().int().min(0).max(10_080).default(240),
})
export type RuleInput = z.infer<typeof ruleInput>

/** What may be changed of a rule; what is left out stays. */
export const ruleChange = z
  .object({
    name: ruleInput.shape.name,
    config: ruleConfig,
    channelIds: z.array(z.number().int().min(1)).max(50),
    enabled: z.boolean(),
    quietMinutes: z.number().int().min(0).max(10_080),
    /** No messages for so long; 0 sends them again. */
    snoozeMinutes: z.number().int().min(0).max(43_200),
  })
  .partial()
  .strict()
  .refine((change) => Object.keys(change).length > 0, 'Name what to change.')
export type RuleChange = z.infer<typeof ruleChange>
