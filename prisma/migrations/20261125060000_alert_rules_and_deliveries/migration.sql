-- Alerts: rules, channels, alerts grouped by rule and subject, and the outbox of their messages.

create table pipeline.alert_channels (
  id bigserial not null,
  name text not null,
  kind text not null,
  config jsonb not null,
  secret text,
  created_at timestamptz(6) not null default current_timestamp,
  updated_at timestamptz(6) not null default current_timestamp,
  constraint alert_channels_pkey primary key (id)
);
create unique index alert_channels_name_key on pipeline.alert_channels (name);

create table pipeline.alert_rules (
  id bigserial not null,
  name text not null,
  kind text not null,
  config jsonb not null,
  channel_ids bigint[],
  enabled boolean not null default true,
  quiet_minutes integer not null default 240,
  muted_until timestamptz(6),
  last_error text,
  created_at timestamptz(6) not null default current_timestamp,
  updated_at timestamptz(6) not null default current_timestamp,
  constraint alert_rules_pkey primary key (id)
);
create unique index alert_rules_name_key on pipeline.alert_rules (name);

-- What should be known from the first day; in the application only until a channel is chosen.
insert into pipeline.alert_rules (name, kind, config, channel_ids) values
  ('Run failed', 'run_failed', '{"inARow": 1}', '{}'),
  ('Blocking check failed', 'check_failed', '{"checks": [], "severity": "blocking"}', '{}'),
  ('No load by 07:00', 'not_fresh', '{"by": "07:00", "weekdays": [1, 2, 3, 4, 5, 6, 7]}', '{}'),
  ('Schedule paused', 'schedule_paused', '{}', '{}');

alter table pipeline.alerts
  add column rule_id bigint,
  add column rule_name text not null default '',
  add column subject text not null default '',
  add column open_key text,
  add column severity text not null default 'critical',
  add column title text not null default '',
  add column occurrence text not null default '',
  add column count integer not null default 1,
  add column last_seen_at timestamptz(6) not null default current_timestamp,
  add column notified_at timestamptz(6),
  add column held boolean not null default false,
  add column resolution text,
  add column because text;
create unique index alerts_open_key_key on pipeline.alerts (open_key);
create index alerts_raised_at_idx on pipeline.alerts (raised_at);
alter table pipeline.alerts add constraint alerts_rule_id_fkey
  foreign key (rule_id) references pipeline.alert_rules (id) on delete set null on update no action;

-- Alerts from before there were rules knew no end.
update pipeline.alerts set rule_name = 'Run failed', title = concat('Run ', run_id, ' failed'),
  last_seen_at = raised_at, resolved_at = coalesce(resolved_at, now()), resolution = 'closed';

create table pipeline.alert_evaluations (
  run_id bigint not null,
  ended_at timestamptz(6) not null,
  evaluated_at timestamptz(6) not null default current_timestamp,
  constraint alert_evaluations_pkey primary key (run_id)
);
insert into pipeline.alert_evaluations (run_id, ended_at)
  select id, coalesce(finished_at, requested_at) from pipeline.runs where status not in ('queued', 'running');

create table pipeline.alert_deliveries (
  id bigserial not null,
  message_id text not null,
  channel_id bigint,
  channel_name text not null,
  kind text not null,
  payload jsonb not null,
  status text not null,
  attempts integer not null default 0,
  next_attempt_at timestamptz(6) not null,
  last_error text,
  answer text,
  created_at timestamptz(6) not null default current_timestamp,
  sent_at timestamptz(6),
  constraint alert_deliveries_pkey primary key (id)
);
create unique index alert_deliveries_message_id_key on pipeline.alert_deliveries (message_id);
create index alert_deliveries_status_next_attempt_at_idx on pipeline.alert_deliveries (status, next_attempt_at);
alter table pipeline.alert_deliveries add constraint alert_deliveries_channel_id_fkey
  foreign key (channel_id) references pipeline.alert_channels (id) on delete set null on update no action;

create table pipeline.alert_delivery_items (
  delivery_id bigint not null,
  alert_id bigint not null,
  event text not null,
  constraint alert_delivery_items_pkey primary key (delivery_id, alert_id)
);
create index alert_delivery_items_alert_id_idx on pipeline.alert_delivery_items (alert_id);
alter table pipeline.alert_delivery_items add constraint alert_delivery_items_delivery_id_fkey
  foreign key (delivery_id) references pipeline.alert_deliveries (id) on delete cascade on update no action;
alter table pipeline.alert_delivery_items add constraint alert_delivery_items_alert_id_fkey
  foreign key (alert_id) references pipeline.alerts (id) on delete cascade on update no action;

comment on table pipeline.alerts is 'Grain: one condition that a rule found, from when it was raised until it cleared. At most one is open per rule and subject.';
comment on table pipeline.alert_rules is 'Grain: one rule that raises alerts.';
comment on table pipeline.alert_channels is 'Grain: one place messages go to. secret is encrypted.';
comment on table pipeline.alert_evaluations is 'Grain: one run whose alerts were worked out when it ended; one that is resumed ends again.';
comment on table pipeline.alert_deliveries is 'Grain: one message to one channel (the outbox), written with the alerts it tells of.';
comment on table pipeline.alert_delivery_items is 'Grain: one alert told by one message.';
