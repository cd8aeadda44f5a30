import { join, resolve } from 'node:path'
import { validate as isCron } from 'node-cron'
import { z } from 'zod'
import { EnvError } from './errors'

const currencies = new Set(Intl.supportedValuesOf('currency'))

/** Whether Intl knows the time zone. */
export function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function isUrl(text: string, protocols: string[]): boolean {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}

/** One variable: what it takes, in words, is the message when it has something else. */
const takes = {
  databaseUrl: 'a PostgreSQL address such as postgresql://user:password@host:5432/database',
  redisUrl: 'a Redis address such as redis://host:6379',
  port: 'a TCP port from 1 to 65535',
  cron: "five or six cron fields such as '0 3 * * *' (every day at 3:00)",
  zone: 'an IANA time zone such as Europe/London',
  currency: 'an ISO 4217 currency code such as EUR',
  email: 'an e-mail address',
  password: 'at least 10 and at most 128 characters',
  token: 'at least 16 characters',
  secret: 'at least 32 characters',
  month: 'a month from 1 (January) to 12',
  country: 'an ISO 3166 two-letter country code such as GB',
  smtp: 'the address of a mail server such as smtp://user:password@mail.example:587 (smtps:// for TLS from the start)',
  sender: 'an e-mail address, alone or with a name: Storeroom <storeroom@shop.example>',
  publicUrl: 'an address such as https://storeroom.shop.example',
  demo: '1 (an empty warehouse starts with demo data) or 0',
  level: 'one of trace, debug, info, warn, error, silent',
}

const schema = z.object({
  DATABASE_URL: z
    .string()
    .refine((s) => isUrl(s, ['postgres:', 'postgresql:']), takes.databaseUrl)
    .optional(),
  REDIS_URL: z
    .string()
    .refine((s) => isUrl(s, ['redis:', 'rediss:']), takes.redisUrl)
    .optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, takes.port)
    .transform(Number)
    .refine((n) => n >= 1 && n <= 65535, takes.port)
    .default(3000),
  STOREROOM_HOME: z.string().default('./var'),
  INBOX_DIR: z.string().optional(),
  PIPELINE_CRON: z.string().refine(isCron, takes.cron).default('0 3 * * *'),
  STORE_TIMEZONE: z.string().refine(isTimeZone, takes.zone).default('UTC'),
  REPORTING_CURRENCY: z
    .string()
    .refine((c) => currencies.has(c), takes.currency)
    .default('EUR'),
  ADMIN_EMAIL: z.email(takes.email).default('admin@storeroom.local'),
  ADMIN_PASSWORD: z.string().min(10, takes.password).max(128, takes.password).optional(),
  API_TOKEN: z.string().min(16, takes.token).optional(),
  BETTER_AUTH_SECRET: z.string().min(32, takes.secret).optional(),
  FISCAL_YEAR_START: z
    .string()
    .regex(/^(0?[1-9]|1[0-2])$/, takes.month)
    .transform(Number)
    .default(1),
  HOLIDAY_COUNTRY: z
    .string()
    .regex(/^[A-Z]{2}$/, takes.country)
    .optional(),
  SMTP_URL: z
    .string()
    .refine((s) => isUrl(s, ['smtp:', 'smtps:']) && new URL(s).hostname !== '', takes.smtp)
    .optional(),
  ALERT_FROM: z
    .string()
    .refine((s) => z.email().safeParse(/<([^<>]+)>\s*$/.exec(s)?.[1] ?? s).success, takes.sender)
    .default('Storeroom <storeroom@localhost.localdomain>'),
  PUBLIC_URL: z
    .string()
    .refine((s) => isUrl(s, ['http:', 'https:']), takes.publicUrl)
    .transform((s) => s.replace(/\/+$/, ''))
    .optional(),
  STOREROOM_DEMO: z.enum(['0', '1'], takes.demo).default('1'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], takes.level).default('info'),
})

/** Names of all environment variables Storeroom reads; docs/operations.md lists each. */
export const ENV_NAMES = Object.keys(schema.shape) as (keyof typeof schema.shape)[]

export interface Env {
  databaseUrl?: string
  redisUrl?: string
  port: number
  /** Absolute folder that holds all state. */
  home: string
  /** Absolute folder the pipeline reads. */
  inboxDir: string
  pipelineCron: string
  storeTimezone: string
  reportingCurrency: string
  adminEmail: string
  adminPassword?: string
  apiToken?: string
  /** Signs the session cookies; without it one is made and kept in the home folder. */
  authSecret?: string
  /** Month the fiscal year starts in, 1–12. */
  fiscalYearStart: number
  holidayCountry?: string
  /** The mail server alerts are sent through; without it no e-mail goes out. */
  smtpUrl?: string
  /** Sender of e-mails. */
  alertFrom: string
  /** Where people reach the dashboards, without a slash at its end; links in messages begin with it. */
  publicUrl: string
  /** Whether `npm start` fills an empty warehouse with demo data. */
  demo: boolean
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
}

/** Values that are never repeated in a message. */
const SECRET = new Set([
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'ADMIN_PASSWORD',
  'API_TOKEN',
  'BETTER_AUTH_SECRET',
])

/**
 * Reads the environment from `source`; an empty variable counts as not set.
 * @throws EnvError naming every wrong variable, what it got and what it takes
 */
export function parseEnv(source: Record<string, string | undefined> = process.env): Env {
  const given = Object.fromEntries(ENV_NAMES.map((name) => [name, source[name]?.trim() || undefined]))
  const parsed = schema.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => {
      const name = String(issue.path[0])
      const got = SECRET.has(name) ? `a value of ${given[name]?.length ?? 0} characters` : `"${given[name]}"`
      return `${name} got ${got}; it takes ${issue.message}.`
    })
    throw new EnvError('bad_environment', problems.join('\n'), {
      whatToDo: 'Correct or unset it and start again.',
      context: { variables: parsed.error.issues.map((issue) => String(issue.path[0])) },
    })
  }
  const v = parsed.data
  const home = resolve(v.STOREROOM_HOME)
  return {
    databaseUrl: v.DATABASE_URL,
    redisUrl: v.REDIS_URL,
    port: v.PORT,
    home,
    inboxDir: v.INBOX_DIR ? resolve(v.INBOX_DIR) : join(home, 'inbox'),
    pipelineCron: v.PIPELINE_CRON,
    storeTimezone: v.STORE_TIMEZONE,
    reportingCurrency: v.REPORTING_CURRENCY,
    adminEmail: v.ADMIN_EMAIL,
    adminPassword: v.ADMIN_PASSWORD,
    apiToken: v.API_TOKEN,
    authSecret: v.BETTER_AUTH_SECRET,
    fiscalYearStart: v.FISCAL_YEAR_START,
    holidayCountry: v.HOLIDAY_COUNTRY,
    smtpUrl: v.SMTP_URL,
    alertFrom: v.ALERT_FROM,
    publicUrl: v.PUBLIC_URL ?? `http://localhost:${v.PORT}`,
    demo: v.STOREROOM_DEMO === '1',
    logLevel: v.LOG_LEVEL,
  }
}

let current: Env | undefined

/** The environment, read once per process. */
export function env(): Env {
  current ??= parseEnv()
  return current
}
