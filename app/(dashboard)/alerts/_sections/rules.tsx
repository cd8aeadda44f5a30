import { storeFormat } from '@/app/_components/store-format'
import { Badge } from '@/app/_components/ui/badge'
import { Card } from '@/app/_components/ui/card'
import { EmptyState } from '@/app/_components/ui/states'
import { describeRule } from '@/lib/alerts/rules/describe-rule'
import { ruleOptions } from '@/lib/alerts/rules/form-options'
import { type Rule, readRules } from '@/lib/alerts/rules/read-rules'
import { AddRule } from '../_parts/rule-dialog'
import { RuleMenu } from '../_parts/rule-menu'

/** What is watched, and whom it tells. */
export async function Rules({ isAdmin }: { isAdmin: boolean }) {
  const [{ rules, unreadable }, options] = await Promise.all([readRules(), ruleOptions()])
  const channelName = (id: number) => options.channels.find((channel) => channel.id === id)?.name ?? ''
  return (
    <Card
      title="Rules"
      sub="What is watched: runs when they end, the rest every minute"
      actions={<AddRule options={options} isAdmin={isAdmin} />}
    >
      {rules.length + unreadable.length === 0 && (
        <EmptyState title="Nothing is watched">Add a rule, for instance for runs that fail.</EmptyState>
      )}
      <ul>
        {rules.map((rule) => (
          <li
            key={rule.id}
            className="flex items-start gap-3 border-line-soft border-t py-2.5 first:border-t-0 first:pt-1"
          >
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <span className="break-words font-medium">{rule.name}</span>
                <RuleState rule={rule} />
              </p>
              <p className="break-words text-ink-2 text-sub">{describeRule(rule.config, storeFormat())}</p>
              <p className="text-ink-3 text-xs">
                {rule.channelIds.length > 0
                  ? `Tells ${rule.channelIds.map(channelName).join(', ')}; repeats after ${quiet(rule.quietMinutes)}`
                  : 'Shows here only: no channel is chosen'}
              </p>
              {rule.lastError && (
                <p className="break-words text-bad text-xs">Cannot be judged: {rule.lastError}</p>
              )}
            </div>
            {isAdmin && <RuleMenu rule={{ ...rule, muted: isMuted(rule) }} options={options} />}
          </li>
        ))}
        {unreadable.map(({ id, name }) => (
          <li key={id} className="border-line-soft border-t py-2.5 text-bad text-sub">
            {name}: its settings are not understood by this version. Change it through the API, or delete it
            there.
          </li>
        ))}
      </ul>
    </Card>
  )
}

const isMuted = ({ mutedUntil }: Rule) => mutedUntil !== null && mutedUntil > new Date()

function RuleState({ rule }: { rule: Rule }) {
  if (!rule.enabled) return <Badge>off</Badge>
  return (
    <>
      {rule.open > 0 && <Badge tone="bad">{`${rule.open} open`}</Badge>}
      {isMuted(rule) && rule.mutedUntil && (
        <Badge tone="warn">
          muted until {storeFormat().value(rule.mutedUntil.toISOString(), 'timestamp')}
        </Badge>
      )}
    </>
  )
}

/** Minutes as people say them. */
function quiet(minutes: number): string {
  if (minutes === 0) return 'no quiet time'
  if (minutes % 1440 === 0) return minutes === 1440 ? 'a day' : `${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? 'an hour' : `${minutes / 60} hours`
  return `${minutes} minutes`
}
