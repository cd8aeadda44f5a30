import cronstrue from 'cronstrue'

/** A cron expression as a sentence: `At 03:00, Monday through Friday`. */
export function cronInWords(cron: string): string {
  return cronstrue.toString(cron, { use24HourTimeFormat: true, throwExceptionOnParseError: false })
}
