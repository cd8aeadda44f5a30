/** Who or what started a run: `by schedule`, `by admin@shop.example`. */
export function startedBy(run: { trigger: string; requestedBy: string | null }): string {
  if (run.trigger === 'schedule') return 'by schedule'
  if (run.trigger === 'cli') return 'from the command line'
  if (run.trigger === 'start') return 'by npm start'
  return `by ${run.requestedBy ?? (run.trigger === 'api' ? 'the API' : 'the button')}`
}

/** A rule's or a task's name as text: unknown_product → unknown product. */
export function inWords(name: string): string {
  return name.replaceAll('_', ' ')
}

/** The same as the beginning of a line: unknown_product → Unknown product. */
export function asTitle(name: string): string {
  const words = inWords(name)
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}
