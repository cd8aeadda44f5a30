import { createWriteStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { type FoundHeader, Head } from './head'
import { type Encoding, firstEncoding, NotUtf8, secondEncoding, utf8Bytes } from './read'
import { type Sniffed, sniffHeader } from './sniff'
import { type Malformed, Splitter } from './splitter'

export interface SplitFile {
  sniffed: Sniffed
  encoding: Encoding
  /** Records found, blank lines apart. */
  records: number
  /** Of these, the ones written to `malformedPath`. */
  malformed: number
  hasBlanks: boolean
  hasQuotedLineEnds: boolean
}

export interface SplitTo {
  /** Gets the well-formed records, see Splitter. */
  path: string
  /** Gets the others, a JSON object a line: {n, rule, message, raw}. */
  malformedPath: string
  signal: AbortSignal
  progress(records: number): void
}

/**
 * Splits a source file of any encoding and delimiter, in flat memory. It is read once, unless it turns out not
 * to be UTF-8: then its encoding is looked for and it is split anew.
 * @throws SourceError, ContractError when it cannot be read as any entity
 */
export async function splitFile(path: string, to: SplitTo): Promise<SplitFile> {
  const encoding = await firstEncoding(path)
  try {
    return await splitAs(path, encoding, to)
  } catch (error) {
    if (!(error instanceof NotUtf8)) throw error
    return await splitAs(path, await secondEncoding(path), to)
  }
}

async function splitAs(path: string, encoding: Encoding, to: SplitTo): Promise<SplitFile> {
  const { signal } = to
  const aside = await open(to.malformedPath, 'w')
  try {
    const work = new Work(encoding, aside)
    const source = async function* () {
      for await (const chunk of utf8Bytes(path, encoding)) {
        work.push(chunk)
        yield* await work.drain()
        to.progress(work.records)
      }
      work.end()
      yield* await work.drain()
    }
    await pipeline(source, createWriteStream(to.path, { highWaterMark: 4 << 20 }), { signal })
    return work.result()
  } finally {
    await aside.close()
  }
}

/** The splitting of one file: collects its head until the header is known, then feeds the splitter. */
class Work {
  private readonly head = new Head()
  private started: { sniffed: Sniffed; splitter: Splitter } | undefined
  private written: Buffer[] = []
  private malformed: Malformed[] = []
  private malformedCount = 0

  constructor(
    private readonly encoding: Encoding,
    private readonly aside: FileHandle,
  ) {}

  get records(): number {
    return this.started?.splitter.records ?? 0
  }

  push(chunk: Buffer): void {
    if (this.started) {
      this.started.splitter.push(chunk)
      return
    }
    const header = this.head.push(chunk)
    if (header) this.start(header)
  }

  end(): void {
    if (!this.started) this.start(this.head.end())
    this.started?.splitter.end()
  }

  private start({ text, rest }: FoundHeader): void {
    const sniffed = sniffHeader(text)
    const splitter = new Splitter({
      delimiter: sniffed.delimiter,
      fields: sniffed.header.length,
      checkText: this.encoding === 'utf-8, damaged',
      write: (chunk) => this.written.push(chunk),
      malformed: (record) => this.malformed.push(record),
    })
    this.started = { sniffed, splitter }
    splitter.push(rest)
  }

  /** Stores the malformed records and returns the good ones, so that neither piles up in memory. */
  async drain(): Promise<Buffer[]> {
    if (this.malformed.length > 0) {
      const lines = this.malformed.map((m) =>
        JSON.stringify({ n: m.recordNumber, rule: m.rule, message: m.message, raw: m.raw }),
      )
      this.malformedCount += lines.length
      this.malformed = []
      await this.aside.write(`${lines.join('\n')}\n`)
    }
    const written = this.written
    this.written = []
    return written
  }

  result(): SplitFile {
    if (!this.started) throw new RangeError('the file was not split')
    const { sniffed, splitter } = this.started
    return {
      sniffed,
      encoding: this.encoding,
      records: splitter.records,
      malformed: this.malformedCount,
      hasBlanks: splitter.hasBlanks,
      hasQuotedLineEnds: splitter.hasQuotedLineEnds,
    }
  }
}
