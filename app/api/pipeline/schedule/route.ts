import { parseBody, route } from '@/app/api/_lib/route'
import { callerName } from '@/lib/auth/caller'
import { changeSchedule, scheduleChange } from '@/lib/pipeline/change-schedule'
import { readSchedule } from '@/lib/pipeline/read-schedule'

/** The schedule with its next run, or why it is paused. */
export const GET = route({}, async () => Response.json(await readSchedule()))

/** Changes, pauses or resumes the schedule and answers with what it is now. */
export const POST = route({ admin: true }, async ({ request, caller }) => {
  await changeSchedule(await parseBody(scheduleChange, request), callerName(caller))
  return Response.json(await readSchedule())
})
