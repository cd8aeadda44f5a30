/** Where a task of a run is shown with its log. */
export function taskHref(runId: number, task: string): string {
  return `/pipeline/runs/${runId}?${new URLSearchParams({ task })}#log`
}
