import { headerLine, MAX_HEADER } from './sniff'

/** The header line of a file, and the bytes read so far that follow it. */
export interface FoundHeader {
  text: string
  rest: Buffer
}

/** Collects the first bytes of a file until its header line is known. */
export class Head {
  private bytes: Buffer = Buffer.alloc(0)

  /** Takes the next bytes; answers once there are enough. @throws ContractError when the first line is no header */
  push(chunk: Buffer): FoundHeader | undefined {
    this.bytes = this.bytes.length === 0 ? chunk : Buffer.concat([this.bytes, chunk])
    return this.bytes.length > MAX_HEADER + 1 ? this.found(false) : undefined
  }

  /** The file ends here. @throws SourceError, ContractError when there is no header */
  end(): FoundHeader {
    return this.found(true)
  }

  private found(isWhole: boolean): FoundHeader {
    const { text, next } = headerLine(this.bytes, isWhole)
    const rest = this.bytes.subarray(next)
    this.bytes = Buffer.alloc(0)
    return { text, rest }
  }
}
