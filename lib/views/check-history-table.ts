import type { CheckDetail } from '@/lib/pipeline/check-history'
import type { TableData } from './table'

/** The results of a check, newest run first: the twin of its chart. */
export function checkHistoryTable({ history }: CheckDetail): TableData {
  return {
    columns: [
      { name: 'run', label: 'Run', unit: 'text', hrefFrom: 'href' },
      {
        name: 'status',
        label: 'Result',
        unit: 'text',
        look: 'badge',
        tones: { passed: 'good', warned: 'warn', failed: 'bad' },
      },
      { name: 'failingRows', label: 'Failing rows', unit: 'count' },
      { name: 'seconds', label: 'Took', unit: 'seconds', look: 'muted' },
      { name: 'checkedAt', label: 'When', unit: 'timestamp', look: 'muted' },
    ],
    rows: history.toReversed().map(({ runId, status, failingRows, seconds, checkedAt }) => ({
      run: String(runId),
      href: `/pipeline/runs/${runId}`,
      status,
      failingRows,
      seconds,
      checkedAt: checkedAt.toISOString(),
    })),
  }
}
