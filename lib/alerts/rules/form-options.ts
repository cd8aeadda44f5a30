import { z } from 'zod'
import { query } from '@/lib/db/sql'
import { METRICS } from '@/lib/metrics/catalog'
import { DIMENSIONS } from '@/lib/metrics/dimensions'
import { readChannels } from '../channels/read-channels'

/** What the form of a rule offers to choose from. */
export interface RuleOptions {
  metrics: { name: string; label: string; isShare: boolean; isMoney: boolean }[]
  dimensions: string[]
  /** Checks that ever ran here. */
  checks: string[]
  channels: { id: number; name: string }[]
}

/** Reads what the form of a rule offers. */
export async function ruleOptions(): Promise<RuleOptions> {
  const [checks, channels] = await Promise.all([
    query(z.object({ name: z.string() }), 'select distinct name from pipeline.check_results order by name'),
    readChannels(),
  ])
  return {
    metrics: METRICS.filter(({ twinOf }) => !twinOf).map(({ name, label, unit }) => ({
      name,
      label,
      isShare: unit === 'ratio',
      isMoney: unit === 'money',
    })),
    dimensions: DIMENSIONS.filter(({ type, grain }) => type === 'text' && !grain).map(({ name }) => name),
    checks: checks.map(({ name }) => name),
    channels: channels.map(({ id, name }) => ({ id, name })),
  }
}
