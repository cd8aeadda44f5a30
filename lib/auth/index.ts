export { type ApiCaller, apiCaller, callerName } from './caller'
export type { Role, SignedInUser } from './read-session'
export { getSession, requireAdmin, requireSession } from './session'
