const DELIMITERS = [',', ';', '\t', '|']

/**
 * The fields of the first line that is not blank, split by the delimiter that stands in it most
 * often; undefined when the line does not end within the text although more follows.
 */
export function firstRecord(text: string, whole: boolean): string[] | undefined {
  const [line, rest] = firstLine(text.replace(/^\s*[\r\n]+/, ''))
  if (rest === undefined && !whole && text.length > 10_000) return undefined
  const delimiter = DELIMITERS.map((character) => ({ character, fields: split(line, character) })).sort(
    (a, b) => b.fields.length - a.fields.length,
  )[0]
  return delimiter?.fields
}

/** The text up to the first line end outside quotes, and what follows it. */
function firstLine(text: string): [string, string | undefined] {
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '"') quoted = !quoted
    else if (!quoted && (character === '\n' || character === '\r'))
      return [text.slice(0, i), text.slice(i + 1)]
  }
  return [text, undefined]
}

function split(line: string, delimiter: string): string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const character = line[i]
    if (character === '"' && quoted && line[i + 1] === '"') {
      field += '"'
      i++
    } else if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  fields.push(field)
  return fields
}
