import { ENTITY_NAMES } from '@/lib/contract/entities'

/** The entities of the source contract, as choices of a filter. */
export const ENTITIES = ENTITY_NAMES.map((entity) => ({ value: entity, label: entity }))
