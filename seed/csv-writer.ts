import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'

// Written synchronously in 64 KB pieces: a piece is on its way before the next is made,
// so nothing queues up in memory however large the output.
const CHUNK = 65_536

/** One CSV file being written. */
export class CsvFile {
  readonly #fd: number
  #pending: string
  rows = 0
  bytes = 0

  constructor(path: string, header: string) {
    this.#fd = openSync(path, 'w')
    this.#pending = `${header}\n`
  }

  /** Adds one record, given as its text without the line end. */
  write(line: string): void {
    this.#pending += line
    this.#pending += '\n'
    this.rows++
    if (this.#pending.length >= CHUNK) this.#flush()
  }

  close(): void {
    this.#flush()
    closeSync(this.#fd)
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending, 'utf8')
    let offset = 0
    while (offset < bytes.length) offset += writeSync(this.#fd, bytes, offset)
    this.bytes += bytes.length
    this.#pending = ''
  }
}

/** One entity's output: one file, or one a quarter when it is split. */
export class EntityWriter {
  #file: CsvFile | undefined
  #part = ''
  readonly files: string[] = []
  rows = 0
  bytes = 0

  constructor(
    readonly dir: string,
    readonly entity: string,
    readonly columns: readonly string[],
  ) {}

  /** Goes on in the file of this part (a quarter); '' is the unsplit file. Parts must come in order. */
  part(name: string): void {
    if (name === this.#part) return
    this.#closeFile()
    this.#part = name
  }

  write(line: string): void {
    if (!this.#file) this.#openFile()
    this.#file?.write(line)
  }

  /** Rows written so far, those of the open file included. */
  get written(): number {
    return this.rows + (this.#file?.rows ?? 0)
  }

  /** Closes the last file; an entity without any row still gets its header. */
  close(): void {
    if (this.files.length === 0) this.#openFile()
    this.#closeFile()
  }

  #openFile(): void {
    const name = this.#part === '' ? `${this.entity}.csv` : `${this.entity}-${this.#part}.csv`
    this.#file = new CsvFile(join(this.dir, name), this.columns.join(','))
    this.files.push(name)
  }

  #closeFile(): void {
    if (!this.#file) return
    this.#file.close()
    this.rows += this.#file.rows
    this.bytes += this.#file.bytes
    this.#file = undefined
  }
}

/** A CSV field, quoted only where it must be. */
export function field(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
