import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fileBooks, inboxOf, type TestWarehouse, testWarehouse } from '@/tests/helpers/pipeline'

const customers = 'customer_id,full_name,country\nC1,Ada,DE\nC2,Grace,US\nC3,Linus,FI\n'
const products = 'product_id,product_name,list_price\nP1,Bowl,12.50\n'

/** Every case lies in an inbox with a good file, which must load all the same. */
describe('broken input', () => {
  let warehouse: TestWarehouse
  const inboxes: string[] = []
  beforeEach(async () => {
    warehouse = await testWarehouse()
  })
  afterEach(async () => {
    await warehouse.close()
    for (const inbox of inboxes.splice(0)) await rm(inbox, { recursive: true })
  })

  const load = async (name: string, content: string | Buffer) => {
    const inbox = await inboxOf({ 'products.csv': products, [name]: content })
    inboxes.push(inbox)
    expect(await warehouse.run(inbox)).toMatchObject({ status: 'published' })
    const books = await fileBooks(warehouse.db)
    expect(books['products.csv']).toMatchObject({ status: 'loaded', read: 1, loaded: 1 })
    const file = books[name]
    if (!file) throw new Error(`${name} is not in the books`)
    expect(file.read).toBe(file.loaded + file.unchanged + file.superseded + file.quarantined)
    return file
  }
  const names = async () =>
    (
      await warehouse.db.pool.query(
        'select full_name from warehouse.dim_customers where customer_id is not null order by customer_id',
      )
    ).rows.map((r: { full_name: string }) => r.full_name)
  const kept = async () =>
    (
      await warehouse.db.pool.query(
        'select record_number::integer as n, rule, message, raw from pipeline.quarantine order by record_number',
      )
    ).rows

  it.each([
    ['an empty file', 'customers.csv', '', 'empty_file', /empty/],
    ['a file of blank lines', 'customers.csv', '\n\r\n\n', 'empty_file', /empty/],
    [
      'a binary file',
      'customers.csv',
      Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 256)),
      'binary_file',
      /not text/,
    ],
    [
      'a spreadsheet',
      'customers.csv',
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 1)]),
      'spreadsheet',
      /Save the sheet as CSV/,
    ],
    [
      'a file without a required column',
      'products2.csv',
      'product_id,product_name,category\nP9,Cup,Kitchen\n',
      'missing_columns',
      /products.*list_price/,
    ],
    ['a header nobody knows', 'x.csv', 'colour,size\nred,L\n', 'unknown_header', /customers, suppliers/],
    [
      'a truncated .gz',
      'customers.csv.gz',
      gzipSync(customers.repeat(2000)).subarray(0, 60),
      'truncated_gzip',
      /ends in the middle/,
    ],
    [
      'a .gz that is none inside',
      'customers.csv.gz',
      Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.from('garbage garbage')]),
      'bad_gzip',
      /damaged/,
    ],
  ])(
    'refuses %s with a message that says what to do, and loads the rest',
    async (_, name, content, code, message) => {
      expect(await load(name, content)).toMatchObject({
        status: 'rejected',
        code,
        message: expect.stringMatching(message),
        read: 0,
      })
      expect(await names()).toEqual([])
    },
  )

  it('takes a header-only file for a file without rows', async () => {
    expect(await load('customers.csv', 'customer_id,full_name')).toMatchObject({
      status: 'loaded',
      entity: 'customers',
      read: 0,
    })
  })

  it('keeps only the record with the unclosed quote aside', async () => {
    expect(
      await load(
        'customers.csv',
        'customer_id,full_name,country\nC1,Ada,DE\nC2,"Grace,US\nC3,Linus,FI\nC4,"Ken, B",US\n',
      ),
    ).toMatchObject({ read: 4, loaded: 3, quarantined: 1 })
    expect(await names()).toEqual(['Ada', 'Linus', 'Ken, B'])
    expect(await kept()).toMatchObject([{ n: 2, rule: 'malformed_record', raw: { _raw: 'C2,"Grace,US' } }])
  })

  it.each([
    ['CRLF', customers.replaceAll('\n', '\r\n')],
    ['CR', customers.replaceAll('\n', '\r')],
    ['mixed line ends', 'customer_id,full_name,country\r\nC1,Ada,DE\nC2,Grace,US\rC3,Linus,FI'],
    ['a byte order mark', `\uFEFF${customers}`],
    ['UTF-16 little endian', Buffer.from(`\uFEFF${customers}`, 'utf16le')],
    ['UTF-16 big endian', Buffer.from(`\uFEFF${customers}`, 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from(customers, 'utf16le')],
    ['semicolons', customers.replaceAll(',', ';')],
    ['tabs', customers.replaceAll(',', '\t')],
    ['bars', customers.replaceAll(',', '|')],
    ['gzip', gzipSync(customers)],
    ['another spelling of the header', customers.replace('customer_id,full_name', ' Customer ID ,FULL-NAME')],
  ])('reads %s', async (_, content) => {
    expect(await load('customers.csv', content)).toMatchObject({ read: 3, loaded: 3 })
    expect(await names()).toEqual(['Ada', 'Grace', 'Linus'])
  })

  it('reads Windows-1252', async () => {
    await load('customers.csv', Buffer.from('customer_id,full_name\nC1,Zo\xeb \x80\nC2,Ren\xe9\n', 'latin1'))
    expect(await names()).toEqual(['Zoë €', 'René'])
  })

  it('keeps the records aside that are damaged in a UTF-8 file', async () => {
    const damaged = Buffer.concat([
      Buffer.from('customer_id,full_name\nC1,Zoë\nC2,Renée Ångström\nC3,'),
      Buffer.from([0xc3, 0x28]),
      Buffer.from('\n'),
    ])
    expect(await load('customers.csv', damaged)).toMatchObject({ read: 3, loaded: 2, quarantined: 1 })
    expect(await kept()).toMatchObject([{ n: 3, rule: 'invalid_text' }])
  })

  it('refuses a file that is one line of 100 MB without holding it in memory', async () => {
    const inbox = await inboxOf({ 'products.csv': products })
    inboxes.push(inbox)
    await mkdir(inbox, { recursive: true })
    const file = await open(join(inbox, 'long.csv'), 'w')
    const block = Buffer.alloc(1 << 20, 'x')
    for (let i = 0; i < 100; i++) await file.write(block)
    await file.close()
    const before = process.resourceUsage().maxRSS
    expect(await warehouse.run(inbox)).toMatchObject({ status: 'published' })
    expect((await fileBooks(warehouse.db))['long.csv']).toMatchObject({
      status: 'rejected',
      code: 'header_too_long',
      message: expect.stringMatching(/line ends/),
    })
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(250_000) // KiB
  })

  it('keeps a 100 MB record below a good header aside', async () => {
    const inbox = await inboxOf({})
    inboxes.push(inbox)
    const file = await open(join(inbox, 'customers.csv'), 'w')
    await file.write('customer_id,full_name\nC1,Ada\nC2,')
    for (let i = 0; i < 100; i++) await file.write(Buffer.alloc(1 << 20, 'x'))
    await file.write('\nC3,Linus\n')
    await file.close()
    expect(await warehouse.run(inbox)).toMatchObject({ status: 'published' })
    expect((await fileBooks(warehouse.db))['customers.csv']).toMatchObject({
      read: 3,
      loaded: 2,
      quarantined: 1,
    })
  })

  it('fails without publishing when there is nothing but broken files', async () => {
    const inbox = await inboxOf({ 'a.csv': '', 'b.csv': 'colour\nred\n' })
    inboxes.push(inbox)
    expect(await warehouse.run(inbox)).toMatchObject({
      status: 'failed',
      error: { code: 'all_files_refused' },
    })
    expect(
      (await warehouse.db.pool.query('select count(*)::integer as n from pipeline.warehouse_version'))
        .rows[0],
    ).toEqual({ n: 0 })
  })
})
