type Cell = string | number | boolean | null | undefined

/**
 * One CSV record (RFC 4180). A text a spreadsheet would run as a formula gets an apostrophe:
 * these cells hold what strangers' files held. Numbers, also negative ones, stay as they are.
 */
export function csvRecord(cells: Cell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return ''
  const text = String(cell)
  const isFormula =
    typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+([.,]\d+)?$/.test(text)
  const safe = isFormula ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A CSV download that is written while it is read, so its size does not matter. */
export function csvResponse(name: string, records: AsyncGenerator<string>): Response {
  const stream = new ReadableStream<string>({
    async pull(controller) {
      const { done, value } = await records.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await records.return(undefined)
    },
  })
  return new Response(stream.pipeThrough(new TextEncoderStream()), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}
