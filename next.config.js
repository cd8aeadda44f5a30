/** @type {import('next').NextConfig} */
export default {
  // Native or self-locating packages that must not be bundled. DuckDB is never loaded by pages.
  serverExternalPackages: [
    'pg',
    'pino',
    'node-cron',
    'ioredis',
    '@prisma/adapter-pg',
    '@prisma/client',
    'iconv-lite',
    'nodemailer',
  ],
  // A second development server, or a build for tests beside one, keeps its files elsewhere.
  distDir: process.env.NEXT_DIST_DIR || '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm start` and `npm test` check types in a step of their own.
  typescript: { ignoreBuildErrors: true },
}
