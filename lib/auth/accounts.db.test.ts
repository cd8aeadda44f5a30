import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { closePool } from '@/lib/db/pool'
import { closePrisma } from '@/lib/db/prisma'
import { testDatabase } from '@/tests/helpers/database'
import { signIn } from '@/tests/helpers/signed-in'
import { ensureFirstAdmin } from './accounts'

it('makes the first admin with ADMIN_PASSWORD and does not repeat it', async () => {
  const db = await testDatabase()
  const home = await mkdtemp(join(tmpdir(), 'storeroom-auth-'))
  Object.assign(process.env, {
    DATABASE_URL: db.url,
    STOREROOM_HOME: home,
    ADMIN_EMAIL: 'boss@shop.example',
    ADMIN_PASSWORD: 'given by the owner',
  })
  try {
    expect(await ensureFirstAdmin()).toEqual({ email: 'boss@shop.example' })
    expect((await signIn('boss@shop.example', 'given by the owner')).status).toBe(200)
  } finally {
    await closePrisma()
    await closePool()
    await db.close()
    await rm(home, { recursive: true, force: true })
  }
})
