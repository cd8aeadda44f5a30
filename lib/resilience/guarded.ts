import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  ExponentialBackoff,
  fullJitterGenerator,
  handleWhen,
  retry,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel'
import { CancelledError, CircuitOpenError, ContractError, TimeoutError_ } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import { type BreakerView, readBreaker, writeBreaker } from './breaker-store'

export interface GuardOptions {
  /** Of one attempt. */
  timeoutMs?: number
  /** In all; between two a delay that doubles from 250 ms, with full jitter. */
  attempts?: number
  /** Failures in a row, over all processes, after which it is not asked for a while. */
  failuresToOpen?: number
  /** How long that while is; then one call tries whether it is back. */
  halfOpenAfterMs?: number
  /** Aborts the call; that is no failure of what is called. */
  signal?: AbortSignal
}

/**
 * Calls something outside (`smtp`, `webhook:ID`) with a timeout, retries and a circuit breaker whose state is
 * kept in the database, so that all processes and restarts share it. `work` should stop when its signal aborts.
 * A ContractError of `work` is the caller's own mistake: neither tried again nor counted.
 * @throws CircuitOpenError (`circuit_open`) without calling `work` while the breaker is open;
 *   TimeoutError_ (`timeout`); CancelledError (`cancelled`) when `options.signal` aborts; else what `work` threw last
 */
export async function guarded<T>(
  name: string,
  work: (signal: AbortSignal) => Promise<T>,
  options: GuardOptions = {},
): Promise<T> {
  const { timeoutMs = 10_000, attempts = 1, failuresToOpen = 5, halfOpenAfterMs = 30_000, signal } = options
  signal?.throwIfAborted()
  const kept = await readBreaker(name).catch(unkept)
  const counter = new ConsecutiveBreaker(failuresToOpen)
  const failures = handleWhen((error) => !signal?.aborted && !(error instanceof ContractError))
  const breaker = circuitBreaker(failures, {
    halfOpenAfter: halfOpenAfterMs,
    breaker: counter,
    initialState: initialState(kept, halfOpenAfterMs),
  })
  const trying = retry(
    handleWhen((error) => failuresOnly(error, signal)),
    {
      maxAttempts: attempts - 1,
      backoff: new ExponentialBackoff({
        generator: fullJitterGenerator,
        initialDelay: 250,
        maxDelay: 10_000,
      }),
    },
  )
  let failure: Error | undefined
  breaker.onFailure(({ reason }) => {
    if ('error' in reason) failure = reason.error
  })
  // Others keep away while this call finds out whether it is back.
  breaker.onHalfOpen(() => void keep('half_open'))
  const keep = (state: BreakerView['state']) =>
    writeBreaker({ name, state, failures: counter.state, lastError: failure?.message ?? null }).catch(unkept)

  try {
    return await wrap(trying, breaker, timeout(timeoutMs, TimeoutStrategy.Aggressive)).execute(
      (context) =>
        work(context.signal).catch((error: unknown) => {
          // What it threw because it was aborted says less than why it was.
          throw context.signal.aborted ? timedOut(name, timeoutMs, error) : error
        }),
      signal,
    )
  } catch (error) {
    if (signal?.aborted) throw cancelled(name, signal.reason)
    // Opened by an attempt of this very call: that attempt's error says more.
    const reason = error instanceof BrokenCircuitError ? failure : error
    if (reason === undefined) throw circuitOpen(name, kept, halfOpenAfterMs)
    if (reason instanceof TaskCancelledError) throw timedOut(name, timeoutMs, reason)
    throw reason
  } finally {
    const state = breaker.state === CircuitState.Closed ? 'closed' : 'open'
    // A call that changes nothing writes nothing.
    const changed = !kept || kept.state !== state || kept.failures !== counter.state || failure !== undefined
    const asked = kept?.state !== 'open' || breaker.state === CircuitState.Closed || failure !== undefined
    if (changed && asked) await keep(state)
  }
}

function failuresOnly(error: Error, signal: AbortSignal | undefined): boolean {
  return !signal?.aborted && !(error instanceof ContractError) && !(error instanceof BrokenCircuitError)
}

/**
 * The breaker as it was left, in cockatiel's own notation. A trial call whose process died in it
 * counts as open since it began.
 */
function initialState(kept: BreakerView | undefined, halfOpenAfterMs: number): unknown {
  if (!kept) return undefined
  if (kept.state === 'closed')
    return { ownState: { value: CircuitState.Closed }, breakerState: kept.failures }
  const since = kept.state === 'half_open' ? kept.updatedAt : (kept.openedAt ?? kept.updatedAt)
  const openedAt = Math.min(since.getTime(), Date.now())
  // No backoff of cockatiel's: the time it stays open is the caller's and constant.
  return {
    ownState: { value: CircuitState.Open, openedAt, attemptNo: 1, backoff: { duration: halfOpenAfterMs } },
    breakerState: kept.failures,
  }
}

/** Without a database the call is made all the same; it just starts from a closed breaker. */
function unkept(error: unknown): undefined {
  log.debug({ err: error }, 'the state of a circuit breaker could not be kept')
}

function circuitOpen(name: string, kept: BreakerView | undefined, halfOpenAfterMs: number): CircuitOpenError {
  const why = kept?.lastError
  return new CircuitOpenError(
    'circuit_open',
    `${name} failed ${kept?.failures ?? 'several'} times in a row and is left alone for now.${why ? ` Last: ${why}` : ''}`,
    {
      context: { name, failures: kept?.failures ?? null, halfOpenAfterMs },
      whatToDo: `It is tried again ${Math.ceil(halfOpenAfterMs / 1000)} s after it was given up; mend what the last error names.`,
    },
  )
}

function timedOut(name: string, timeoutMs: number, cause: unknown): TimeoutError_ {
  return new TimeoutError_('timeout', `${name} did not answer within ${timeoutMs} ms.`, {
    context: { name, timeoutMs },
    whatToDo: 'Check that it is running and can be reached from here.',
    cause,
  })
}

function cancelled(name: string, cause: unknown): CancelledError {
  return new CancelledError('cancelled', `The call of ${name} was cancelled.`, { context: { name }, cause })
}
