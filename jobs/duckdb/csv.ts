/** DuckDB SQL for the CSV files a run writes itself: their shape is known, so nothing is detected. */

export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
export const identifier = (name: string) => `"${name.replaceAll('"', '""')}"`

/** A file written by the splitter (lib/records/splitter.ts). */
export interface SplitSource {
  path: string
  delimiter: string
  header: readonly string[]
  /** Its fields may hold line ends: then it is read by one thread, which need not guess where records begin. */
  has_quoted_line_ends: boolean
}

/** A split file: the record number, then the fields as text, named f0, f1 … */
export function readSplitFile({ path, delimiter, header, has_quoted_line_ends }: SplitSource): string {
  const columns = ["'record_number': 'BIGINT'", ...header.map((_, i) => `'f${i}': 'VARCHAR'`)]
  return `read_csv(${literal(path)}, header = false, auto_detect = false, delim = ${literal(delimiter)}, quote = '"', escape = '"',
    new_line = '\\n', max_line_size = 4000000, strict_mode = true, null_padding = false, parallel = ${!has_quoted_line_ends},
    columns = {${columns.join(', ')}})`
}

/** The record of a split file as JSON, under the names of the file's own header. */
export const rawRecord = (header: readonly string[]) =>
  `to_json(struct_pack(${header.map((name, i) => `${identifier(name)} := f${i}`).join(', ')}))::varchar`
