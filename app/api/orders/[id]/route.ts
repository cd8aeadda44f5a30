import { ApiError, route } from '@/app/api/_lib/route'
import { orderTrace } from '@/lib/reports/order-trace'

/** GET /api/orders/ID: an order with its lines and refunds, and the file and record each came from. */
export const GET = route<{ id: string }>({}, async ({ params }) => {
  const id = decodeURIComponent(params.id)
  const trace = await orderTrace(id)
  if (!trace)
    throw new ApiError(
      404,
      'no_such_order',
      `No order ${id} is loaded.`,
      'GET /api/orders?metric=orders lists them.',
    )
  return Response.json(trace, { headers: { 'cache-control': 'no-store' } })
})
