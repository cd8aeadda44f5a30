/**
 * Where a record kept aside stands. All but `released` count as quarantined in the books of their file: the
 * record itself is not in the warehouse.
 */
export const QUARANTINE_STATES = [
  /** Refused by a rule. */
  'quarantined',
  /** Its parent is missing; every run tries it again. */
  'waiting',
  /** Corrected, or asked to be tried again: the next run takes it. */
  'retry',
  /** Not wanted, with a reason; can be restored. */
  'discarded',
  /** A later file brought a good record of the same key. */
  'fixed',
  /** In the warehouse, or overruled there like any other record. */
  'released',
] as const
export type QuarantineState = (typeof QUARANTINE_STATES)[number]

/** States that still ask for something to happen. */
export const OPEN_STATES = ['quarantined', 'waiting', 'retry'] as const satisfies readonly QuarantineState[]

/** Rules whose record could not be taken apart: there is nothing to try again until its fields are given. */
export const MALFORMED_RULES = ['malformed_record', 'nul_character', 'invalid_text'] as const
