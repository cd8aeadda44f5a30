import { Notice } from '@/app/_components/ui/states'
import type { StoredError } from '@/lib/pipeline/states'

/** Why a run failed, that the last good load is still shown, and what to do. */
export function RunError({
  error,
  version,
  runId,
}: {
  error: StoredError
  version: number | undefined
  runId: number
}) {
  return (
    <Notice tone="bad">
      <p>
        <strong className="text-bad">
          {error.task
            ? `Failed at ${error.scope ? `${error.task}, ${error.scope}` : error.task}: `
            : 'Failed: '}
          {error.message}
        </strong>
      </p>
      {error.whatToDo && <p className="mt-0.5 whitespace-pre-line">{error.whatToDo}</p>}
      <p className="mt-0.5">
        Nothing of this run was published{version ? `; the dashboards show load ${version} as before` : ''}.{' '}
        <a href={`/api/pipeline/runs/${runId}/report`} className="underline hover:text-ink">
          Error report (JSON)
        </a>
      </p>
      {error.lastLines && error.lastLines.length > 0 && (
        <details className="mt-1">
          <summary className="w-fit cursor-pointer text-ink-3 text-xs hover:text-ink">
            Last lines of its process
          </summary>
          <pre className="mt-1 max-h-60 overflow-auto whitespace-pre-wrap break-all rounded-[6px] bg-line-soft p-2 text-xs">
            {error.lastLines.join('\n')}
          </pre>
        </details>
      )}
    </Notice>
  )
}
