-- Machinery that knows no module: facts on their way to listeners, and a helper that makes monthly partitions ahead.

create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- One row per fact, written in the transaction of the change that it tells of.
create table outbox_facts (
  sequence bigint generated always as identity primary key,
  id text not null unique,
  type text not null,
  version integer not null default 1,
  -- The record the fact is about: a listener that failed on a fact gets no later fact of the same subject before it.
  subject text,
  payload jsonb not null,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default now(),
  actor jsonb,
  caused_by text
);
create index outbox_facts_recorded_at on outbox_facts (recorded_at);

-- The listeners of the newest version that was started, and which types of facts each wants. A server that works for a
-- listener holds its row locked, so that the facts of one listener stay in order however many servers there are.
create table outbox_listeners (
  name text primary key,
  fact_types text[] not null,
  seen_at timestamptz not null default now()
);

-- What a listener still has to do; removed in the transaction in which it did it. No foreign key to the listener: it
-- would lock the listener's row for every fact written.
create table outbox_deliveries (
  listener text not null,
  fact_sequence bigint not null references outbox_facts (sequence) on delete cascade,
  subject text,
  attempts integer not null default 0,
  due_at timestamptz not null default '-infinity',
  last_error text,
  primary key (listener, fact_sequence)
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000, autovacuum_analyze_scale_factor = 0.5);
create index outbox_deliveries_fact on outbox_deliveries (fact_sequence);
create index outbox_deliveries_failed on outbox_deliveries (listener, subject, fact_sequence) where attempts > 0;

-- The servers that are alive, by heartbeat: jobs that a dead one had locked are given to the others.
create table server_processes (
  id text primary key,
  host text not null,
  pid integer not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

-- Makes the monthly partitions of a table that is partitioned by range of a timestamptz, from the month of `from_time`
-- up to `months_ahead` months later. Months that are there already are left alone.
create function ensure_monthly_partitions(parent regclass, from_time timestamptz, months_ahead integer)
returns integer language plpgsql as $$
declare
  month date := date_trunc('month', from_time at time zone 'UTC')::date;
  last_month date := (date_trunc('month', from_time at time zone 'UTC') + make_interval(months => months_ahead))::date;
  parent_name text := (select relname from pg_class where oid = parent);
  partition_name text;
  made integer := 0;
begin
  -- One process at a time: two that make the same month would fail on each other.
  perform pg_advisory_xact_lock(hashtext('ensure_monthly_partitions'), parent::oid::integer);
  while month <= last_month loop
    partition_name := format('%s_%s', parent_name, to_char(month, 'YYYY_MM'));
    if to_regclass(format('%I', partition_name)) is null then
      execute format(
        'create table %I partition of %s for values from (%L) to (%L)',
        partition_name, parent,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
      );
      made := made + 1;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
