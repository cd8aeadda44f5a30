export interface Metric {
  name: string
  type: 'gauge' | 'counter'
  help: string
  /** A value of null is left out: Prometheus knows absent, not unknown. */
  values: { labels?: Record<string, string>; value: number | null }[]
}

/** The Prometheus text format, version 0.0.4. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** Metrics in that format. A metric without a value is left out whole. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics
    .map(({ name, type, help, values }) => {
      const samples = values.flatMap(({ labels, value }) =>
        value === null ? [] : `${name}${labelText(labels)} ${value}\n`,
      )
      if (samples.length === 0) return ''
      return `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}\n# TYPE ${name} ${type}\n${samples.join('')}`
    })
    .join('')
}

function labelText(labels: Record<string, string> = {}): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  )
  return pairs.length ? `{${pairs.join(',')}}` : ''
}
