import { describe, expect, it } from 'vitest'
import { createFormatter } from '@/lib/core/format'
import { ruleConfig } from './config'
import { describeRule } from './describe-rule'
import { configFromFields, fieldsOf, movePoint } from './form'

const RULES: [object, string, boolean?][] = [
  [{ kind: 'run_failed', inARow: 3 }, '3 runs in a row fail'],
  [{ kind: 'check_failed', checks: [], severity: 'blocking' }, 'Any blocking check finds offending rows'],
  [{ kind: 'check_failed', checks: ['a', 'b'], severity: 'any' }, 'a or b finds offending rows'],
  [{ kind: 'not_fresh', by: '06:30', weekdays: [1, 2, 3, 4, 5] }, 'No load by 06:30 on Mon to Fri, UTC'],
  [{ kind: 'not_fresh', by: '06:30', weekdays: [6, 1] }, 'No load by 06:30 on Mon, Sat, UTC'],
  [{ kind: 'quarantine_rate', percent: 2.5 }, 'A run keeps aside more than 2.5% of its rows'],
  [
    {
      kind: 'metric',
      metric: 'net_sales',
      where: { channel: ['web', 'store'] },
      period: 'last_7_days',
      condition: { type: 'change', against: 'previous', is: 'down', percent: 20 },
    },
    'Net sales of the last 7 days (channel web or store) down by more than 20% against the period before',
  ],
  [
    {
      kind: 'metric',
      metric: 'discount_rate',
      where: {},
      period: 'yesterday',
      condition: { type: 'value', is: 'above', value: '0.255' },
    },
    'Discount rate of yesterday above 25.5%',
    true,
  ],
  [{ kind: 'schedule_paused' }, 'The schedule pauses itself after failed runs'],
  [{ kind: 'circuit_open' }, 'The mail server, a webhook or Redis stops answering'],
]

describe('the form of a rule', () => {
  it.each(RULES)(
    '%j comes back from its fields as it was and reads “%s”',
    (given, sentence, isShare = false) => {
      const config = ruleConfig.parse(given)
      expect(ruleConfig.parse(configFromFields(fieldsOf(config, isShare), isShare))).toEqual(config)
      expect(describeRule(config, createFormatter({ currency: 'EUR', timeZone: 'UTC' }))).toBe(sentence)
    },
  )

  it('takes a share in percent without a rounding', () => {
    expect(['25', '7.5', '0.1', '100', '-3', 'abc'].map((text) => movePoint(text, -2))).toEqual([
      '0.25',
      '0.075',
      '0.001',
      '1',
      '-0.03',
      'abc',
    ])
    expect(['0.25', '1', '0.001', '12.3456'].map((text) => movePoint(text, 2))).toEqual([
      '25',
      '100',
      '0.1',
      '1234.56',
    ])
  })
})
