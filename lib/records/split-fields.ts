/** Fields of one well-formed CSV record (RFC 4180), without their quotes. */
export function splitFields(record: string, delimiter: string): string[] {
  const fields: string[] = []
  let i = 0
  for (;;) {
    if (record[i] === '"') {
      let value = ''
      for (i++; ; ) {
        const close = record.indexOf('"', i)
        if (close < 0) {
          value += record.slice(i)
          i = record.length
          break
        }
        value += record.slice(i, close)
        i = close + 1
        if (record[i] !== '"') break
        value += '"'
        i++
      }
      fields.push(value)
    } else {
      const end = record.indexOf(delimiter, i)
      fields.push(end < 0 ? record.slice(i) : record.slice(i, end))
      i = end < 0 ? record.length : end
    }
    if (i >= record.length) return fields
    i++
    if (i === record.length) return [...fields, '']
  }
}
