import { errorResponse } from '@/app/api/_lib/route'
import { auth } from '@/lib/auth/auth'

/** better-auth's own routes: sign-in, sign-out, session, change of password. */
async function handle(request: Request): Promise<Response> {
  try {
    const { handler } = await auth(request.headers, request.url)
    return await handler(request)
  } catch (error) {
    return errorResponse(error)
  }
}

export { handle as GET, handle as POST }
