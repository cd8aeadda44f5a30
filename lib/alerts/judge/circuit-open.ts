import type { BreakerView } from '@/lib/resilience/list-breakers'
import type { Judge } from '../verdict'

/** Raises for each thing outside that is left alone after failures; clears when it answers again. */
export const judgeCircuitOpen: Judge<'circuit_open', readonly BreakerView[]> = (_config, breakers) => ({
  bad: breakers
    .filter(({ state }) => state !== 'closed')
    .map(({ name, failures, lastError }) => ({
      subject: name,
      // Each trial that fails opens it anew; that is still the same outage.
      occurrence: 'open',
      severity: 'warning',
      title: `${name} does not answer`,
      message: `It failed ${failures === 1 ? 'once' : `${failures} times in a row`} and is tried again every half a minute.${lastError ? ` Last: ${lastError}` : ''}`,
      path: '/pipeline',
      detail: { failures },
    })),
  clears: 'It answers again.',
})
