export interface Family {
  type: string
  help: string
  samples: { labels: Record<string, string>; value: number }[]
}

const NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/
const VALUE = /^([+-]?(\d+(\.\d+)?([eE][+-]?\d+)?|Inf)|NaN)$/

/**
 * Reads the Prometheus text format, version 0.0.4, and refuses whatever Prometheus or promtool would:
 * HELP and TYPE exactly once and before the samples, families in one piece, no sample twice,
 * labels well quoted, every line ended.
 */
export function parsePrometheus(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line is not ended')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: { name: string; help?: string } | undefined
  for (const line of text.slice(0, -1).split('\n')) {
    const comment = /^# (HELP|TYPE) (\S+) (.+)$/.exec(line)
    if (comment) {
      const [, kind, name = '', rest = ''] = comment
      if (!NAME.test(name)) throw new Error(`bad name: ${line}`)
      if (kind === 'HELP') {
        if (families.has(name)) throw new Error(`a second HELP: ${line}`)
        current = { name, help: rest }
      } else {
        if (current?.name !== name || current.help === undefined)
          throw new Error(`TYPE without HELP: ${line}`)
        if (!/^(gauge|counter|histogram|summary|untyped)$/.test(rest)) throw new Error(`bad type: ${line}`)
        families.set(name, { type: rest, help: current.help, samples: [] })
      }
      continue
    }
    const sample = /^([^\s{]+)(\{.*\})? (\S+)$/.exec(line)
    if (!sample) throw new Error(`not a sample: ${JSON.stringify(line)}`)
    const [, name = '', labelText = '', value = ''] = sample
    const family = families.get(name)
    if (!family || current?.name !== name) throw new Error(`outside its family: ${line}`)
    if (!VALUE.test(value)) throw new Error(`bad value: ${line}`)
    const labels = parseLabels(labelText)
    const identity = `${name}${JSON.stringify(Object.entries(labels).sort())}`
    if (seen.has(identity)) throw new Error(`twice: ${line}`)
    seen.add(identity)
    if (family.type === 'counter' && !(Number(value) >= 0)) throw new Error(`negative counter: ${line}`)
    family.samples.push({ labels, value: Number(value.replace('Inf', 'Infinity')) })
  }
  for (const [name, { samples }] of families) {
    if (samples.length === 0) throw new Error(`${name} has no sample`)
  }
  return families
}

function parseLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  if (text === '') return labels
  let rest = text.slice(1, -1)
  while (rest !== '') {
    const pair = /^([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)/.exec(rest)
    if (!pair) throw new Error(`bad labels: ${text}`)
    const [whole, name = '', value = ''] = pair
    if (name in labels || name.startsWith('__')) throw new Error(`bad label ${name}: ${text}`)
    labels[name] = value.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char))
    rest = rest.slice(whole.length)
  }
  return labels
}
