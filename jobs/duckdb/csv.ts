/** DuckDB SQL for the CSV files a run writes itself: their shape is known, so nothing is detected. */

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

/** A split file (see jobs/extract/splitter.ts): the record number, then the fields as text, named f0, f1 … */
export function readSplitFile(path: string, delimiter: string, fields: number): string {
  const columns = [
    "'record_number': 'BIGINT'",
    ...Array.from({ length: fields }, (_, i) => `'f${i}': 'VARCHAR'`),
  ]
  return `read_csv(${literal(path)}, header = false, auto_detect = false, delim = ${literal(delimiter)}, quote = '"', escape = '"',
    new_line = '\\n', max_line_size = 4000000, strict_mode = true, null_padding = false, columns = {${columns.join(', ')}})`
}
