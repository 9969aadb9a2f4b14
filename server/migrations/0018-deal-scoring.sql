-- Probability and score of deals from the firm's own history.

alter table directory_entries drop constraint directory_entries_directory_check;
alter table directory_entries add constraint directory_entries_directory_check
  check (directory in ('lifecycle', 'source', 'deal-type'));
insert into directory_entries (id, directory, key, position) values
  ('dir_deal-type_new-business', 'deal-type', 'new-business', 1),
  ('dir_deal-type_repeat', 'deal-type', 'repeat', 2),
  ('dir_deal-type_tender', 'deal-type', 'tender', 3);

alter table deals
  add column type_id text references directory_entries (id),
  -- The organisation that brought the deal.
  add column partner_id text references organisations (id),
  -- The boss's word: the class one up or down.
  add column class_adjustment smallint not null default 0 check (class_adjustment between -1 and 1),
  -- The largest expected sum there ever was.
  add column max_expected_sum numeric(14, 2) not null default 0;
create index deals_partner on deals (partner_id) where partner_id is not null;
update deals set max_expected_sum = expected_sum;

-- Kept by the database, so that no way of changing a deal forgets it. The generated column is not known yet here.
create function keep_max_expected_sum() returns trigger language plpgsql as $$
begin
  new.max_expected_sum := greatest(new.max_expected_sum, round(new.potential * new.probability / 100, 2));
  return new;
end $$;
create trigger deals_keep_max_expected_sum before insert or update of potential, probability on deals
  for each row execute function keep_max_expected_sum();

-- Open deals that lost most of what they were expected to bring.
create index deals_slipping on deals ((max_expected_sum - expected_sum) desc, id)
  where state = 'open' and deleted_at is null and max_expected_sum > expected_sum;

-- Every stage that a closed deal has been in, with how it ended.
create table deal_outcomes (
  deal_id text not null references deals (id) on delete cascade,
  stage_id text not null references deal_stages (id),
  won boolean not null,
  agent_id text,
  partner_id text,
  type_id text,
  primary key (deal_id, stage_id)
);
-- The same counted, by stage and by stage with manager, partner or type.
create table deal_outcome_totals (
  stage_id text not null references deal_stages (id),
  factor text not null check (factor in ('stage', 'manager', 'partner', 'type')),
  key text not null,
  cases integer not null,
  won integer not null,
  primary key (stage_id, factor, key)
);

-- What is worked out over all deals every few minutes: one row.
create table deal_figures (
  id boolean primary key default true check (id),
  -- { sums: 101 quantiles of the expected sums of open deals, usualDays: { stage id: median days of won deals } }
  value jsonb not null,
  made_at timestamptz not null
);
