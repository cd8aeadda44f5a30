import { fileURLToPath } from 'node:url'

/** The program with the small tasks in place of the real ones. */
export const FAKE_RUN = fileURLToPath(new URL('./fake-run.ts', import.meta.url))
