import type { Json } from '@/lib/core/errors'
import type { ConfigOf, RuleConfig, RuleKind } from './rules/config'

export const SEVERITIES = ['critical', 'warning'] as const
export type Severity = (typeof SEVERITIES)[number]

/** One condition a rule found. Rule and subject say which alert it is. */
export interface Bad {
  subject: string
  /** What happened, by its own name (a run, a day): the same occurrence is never counted twice. */
  occurrence: string
  severity: Severity
  title: string
  message: string
  runId?: number
  /** Page that shows more. */
  path: string
  detail?: { [key: string]: Json }
}

/** What one look at a rule's condition came to. */
export interface Verdict {
  bad: Bad[]
  /** Whether the open alerts of the rule that `bad` does not name are over, and why; null: nothing can be said. */
  clears: string | null
}

export const NOTHING_TO_SAY: Verdict = { bad: [], clears: null }

/** Judges one kind of rule from facts; pure. */
export type Judge<K extends RuleKind, Facts> = (config: ConfigOf<K>, facts: Facts) => Verdict

export type { RuleConfig }
