import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client'
import { databaseUrl } from './pool'

const globals = globalThis as typeof globalThis & { storeroomPrisma?: PrismaClient }

/** The Prisma client, for tables that are read and written a row at a time (auth, runs, files). */
export function prisma(): PrismaClient {
  globals.storeroomPrisma ??= new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl(), max: 5, application_name: 'storeroom' }),
  })
  return globals.storeroomPrisma
}

/** Ends the client's connections, if there are any; for scripts and tests. */
export async function closePrisma(): Promise<void> {
  const made = globals.storeroomPrisma
  globals.storeroomPrisma = undefined
  await made?.$disconnect()
}
