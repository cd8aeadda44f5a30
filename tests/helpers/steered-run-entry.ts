import { fileURLToPath } from 'node:url'

/** The program with the real tasks that can be held at a chosen place. */
export const STEERED_RUN = fileURLToPath(new URL('./steered-run.ts', import.meta.url))
