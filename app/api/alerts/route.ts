import { parseSearch, route } from '@/app/api/_lib/route'
import { alertSearch, listAlerts } from '@/lib/alerts/list-alerts'

/** Alerts with the messages that told of them, newest first. */
export const GET = route({}, async ({ url }) =>
  Response.json(await listAlerts(parseSearch(alertSearch, url))),
)
