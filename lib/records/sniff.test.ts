import { describe, expect, it } from 'vitest'
import { headerLine } from './sniff'

const header = (text: string) => headerLine(Buffer.from(text), true)

describe('the header', () => {
  it('may have line ends, delimiters and quotes in quoted names', () => {
    const text = 'id,"size\r\nin ""cm"", outside",name'
    expect(header(`\n${text}\r\n1,2,3\n`)).toEqual({ text, next: text.length + 3 })
  })

  it.each([
    ['that is never closed', 'id,"size,name'],
    ['that a quote of a record would close', 'id,"size,name\n1,2,"a, b"'],
    ['inside a name', 'id,size in ",name'],
    ['behind a quoted name', '"id"x,size,name'],
  ])('ends with its line when it has a quote %s', (_, text) => {
    const [line = ''] = text.split('\n')
    expect(header(`${text}\n4,5,6\n`)).toEqual({ text: line, next: line.length + 1 })
  })
})
