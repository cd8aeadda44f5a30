import Link from 'next/link'
import { Pill } from '@/app/_components/ui/badge'
import { formatAgo } from '@/lib/core/format'
import type { VersionInfo } from '@/lib/pipeline/version'

/** `Load 42 · 3 min ago · 44 checks passed`: what the figures on the page come from; leads to what that load changed. */
export function DataAsOf({ load, now }: { load: VersionInfo | undefined; now: Date }) {
  if (!load) return <Pill tone="neutral">No load yet</Pill>
  const { passed, warned, failed } = load.checks
  const checks = [
    passed > 0 && `${passed} checks passed`,
    warned > 0 && `${warned} warned`,
    failed > 0 && `${failed} failed`,
  ].filter((part) => part !== false)
  return (
    <Link
      href="/pipeline/changes"
      title="What this load changed"
      className="max-w-full rounded-full hover:brightness-95 dark:hover:brightness-110"
    >
      <Pill tone={failed > 0 ? 'bad' : warned > 0 ? 'warn' : 'good'}>
        {[`Load ${load.version}`, formatAgo(load.publishedAt, now), ...checks].join(' · ')}
      </Pill>
    </Link>
  )
}
