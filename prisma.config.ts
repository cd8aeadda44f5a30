import { defineConfig } from 'prisma/config'

/** Prisma CLI settings: `prisma generate`, `format` and `studio` read the schema from here. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost:5432/storeroom' },
})
