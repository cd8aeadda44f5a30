import type { PipelineFigures } from '@/lib/pipeline/figures'
import type { Metric } from './prometheus-text'

const CHECK_STATUS = { passed: 0, warned: 1, failed: 2 } as const

/** The pipeline's books as metrics. Every label has few values: tasks, rules, checks, states. */
export function pipelineMetrics(figures: PipelineFigures): Metric[] {
  return [...runMetrics(figures), ...dataMetrics(figures), ...workerMetrics(figures)]
}

function runMetrics({ runs, lastRun }: PipelineFigures): Metric[] {
  const of = (status: string) => runs.find((run) => run.status === status)?.count ?? 0
  const ended = ['published', 'nothing_new', 'failed', 'cancelled']
  return [
    {
      name: 'storeroom_runs_total',
      type: 'counter',
      help: 'Runs that ended, by how.',
      values: ended.map((status) => ({ labels: { status }, value: of(status) })),
    },
    gauge('storeroom_runs_queued', 'Runs that wait for a worker.', of('queued')),
    gauge('storeroom_runs_running', 'Runs under way.', of('running')),
    gauge(
      'storeroom_last_run_failed',
      '1 when the last run that ended failed, else 0.',
      lastRun === null ? null : lastRun.status === 'failed' ? 1 : 0,
    ),
    gauge(
      'storeroom_last_run_duration_seconds',
      'How long the last run took that ended.',
      lastRun?.seconds ?? null,
    ),
    {
      name: 'storeroom_last_run_task_duration_seconds',
      type: 'gauge',
      help: 'How long each task of that run took; a task it never began is missing.',
      values: (lastRun?.tasks ?? []).map(({ task, seconds }) => ({ labels: { task }, value: seconds })),
    },
    {
      name: 'storeroom_last_run_task_rows',
      type: 'gauge',
      help: 'Rows each task of that run handled (discover: files, check: checks).',
      values: (lastRun?.tasks ?? []).map(({ task, rows }) => ({ labels: { task }, value: rows })),
    },
  ]
}

function dataMetrics(figures: PipelineFigures): Metric[] {
  const { read, ...fates } = figures.runRows
  return [
    gauge('storeroom_load_version', 'Number of the load the dashboards show.', figures.version),
    gauge(
      'storeroom_last_publish_timestamp_seconds',
      'When that load was published, in seconds since 1970.',
      figures.lastPublishSeconds,
    ),
    gauge('storeroom_load_age_seconds', 'Seconds since that load was published.', figures.loadAgeSeconds),
    gauge(
      'storeroom_last_good_run_age_seconds',
      'Seconds since a run last ended well: published, or with nothing new.',
      figures.lastGoodRunAgeSeconds,
    ),
    {
      name: 'storeroom_rows_read_total',
      type: 'counter',
      help: 'Rows that published runs read.',
      values: [{ value: read }],
    },
    {
      name: 'storeroom_rows_total',
      type: 'counter',
      help: 'Those rows by their fate: loaded, unchanged, superseded or quarantined.',
      values: Object.entries(fates).map(([fate, value]) => ({ labels: { fate }, value })),
    },
    {
      name: 'storeroom_files',
      type: 'gauge',
      help: 'Files in the books, by status.',
      values: figures.files.map(({ status, count }) => ({ labels: { status }, value: count })),
    },
    gauge(
      'storeroom_unbalanced_files',
      'Loaded files whose rows are not all accounted for. Anything but 0 is a fault.',
      figures.unbalancedFiles,
    ),
    {
      name: 'storeroom_quarantine_open_rows',
      type: 'gauge',
      help: 'Rows kept aside now, by rule; waiting ones are tried again in every run.',
      values: figures.openQuarantine.map(({ state, rule, rows }) => ({
        labels: { state, rule },
        value: rows,
      })),
    },
    {
      name: 'storeroom_check_status',
      type: 'gauge',
      help: 'Each check of the last run that had checks: 0 passed, 1 warned, 2 failed.',
      values: figures.checks.map(({ name, severity, status }) => ({
        labels: { check: name, severity },
        value: CHECK_STATUS[status],
      })),
    },
    {
      name: 'storeroom_check_failing_rows',
      type: 'gauge',
      help: 'Rows that did not pass it.',
      values: figures.checks.map(({ name, failingRows }) => ({
        labels: { check: name },
        value: failingRows,
      })),
    },
  ]
}

function workerMetrics({ workers, heartbeatAgeSeconds }: PipelineFigures): Metric[] {
  return [
    {
      name: 'storeroom_workers',
      type: 'gauge',
      help: 'Worker processes by state; a lost one stopped giving signs without saying so.',
      values: workers.map(({ state, count }) => ({ labels: { state }, value: count })),
    },
    gauge(
      'storeroom_worker_heartbeat_age_seconds',
      'Seconds since any worker last gave a sign of life.',
      heartbeatAgeSeconds,
    ),
  ]
}

function gauge(name: string, help: string, value: number | null): Metric {
  return { name, type: 'gauge', help, values: [{ value }] }
}
