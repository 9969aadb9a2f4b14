-- Deals with their pipelines, stages, people, lines and history; the catalogue of products; files of any record.

create table pipelines (
  id text primary key,
  name text not null,
  -- How new deals of this pipeline are led; each deal keeps its own mode.
  mode text not null check (mode in ('outside', 'manual', 'strict')),
  position integer not null,
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table deal_stages (
  id text primary key,
  pipeline_id text not null references pipelines (id),
  name text not null,
  kind text not null check (kind in ('open', 'won', 'lost')),
  colour text not null,
  position integer not null,
  -- Percent that is put into a deal that enters and has no probability typed.
  probability smallint not null check (probability between 0 and 100),
  -- Fields of a deal that must be filled before a strict deal leaves.
  required_fields text[] not null default '{}',
  -- [{ id, title, dueInHours, required }]: made for a strict deal that enters.
  tasks jsonb not null default '[]',
  -- History needs the names of stages that are gone.
  deleted_at timestamptz
);
create index deal_stages_pipeline on deal_stages (pipeline_id, position);
create unique index deal_stages_one_end on deal_stages (pipeline_id, kind) where kind <> 'open' and deleted_at is null;

create table loss_reasons (
  id text primary key,
  name text not null,
  position integer not null,
  active boolean not null default true,
  version integer not null default 1
);

create table deals (
  id text primary key,
  title text not null,
  pipeline_id text not null references pipelines (id),
  stage_id text not null references deal_stages (id),
  -- Where a closed deal was before: where it goes back to.
  last_open_stage_id text not null references deal_stages (id),
  state text not null check (state in ('open', 'won', 'lost')),
  mode text not null check (mode in ('outside', 'manual', 'strict')),
  contact_id text references contacts (id),
  organisation_id text references organisations (id),
  owner_agent_id text references agents (id),
  -- Owner and further managers: whose deal it is, for the access rule.
  agent_ids text[] not null default '{}',
  -- Team of the owner; kept here so that the access rule needs no join.
  team_id text references teams (id),
  potential numeric(14, 2) not null default 0 check (potential >= 0),
  -- The largest potential there ever was.
  max_potential numeric(14, 2) not null default 0,
  probability smallint not null check (probability between 0 and 100),
  expected_sum numeric(14, 2) generated always as (round(potential * probability / 100, 2)) stored,
  expected_close date,
  main_interest text not null default '',
  source text not null default '',
  advertising_channel text not null default '',
  loss_reason_id text references loss_reasons (id),
  loss_comment text not null default '',
  custom jsonb not null default '{}',
  -- Calls it was made from. No foreign key: calls may be merged.
  call_ids text[] not null default '{}',
  stage_since timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  search text generated always as (search_text(title) || ' ' || search_text(main_interest)) stored
);
-- A column of the board, newest in the stage first.
create index deals_board on deals (stage_id, stage_since desc, id desc) where deleted_at is null;
-- Totals of columns without reading the deals themselves.
create index deals_totals on deals (pipeline_id, stage_id) include (potential, expected_sum, owner_agent_id, agent_ids, team_id)
  where state = 'open' and deleted_at is null;
create index deals_closed on deals (pipeline_id, stage_since) include (stage_id, potential, expected_sum, owner_agent_id, agent_ids, team_id)
  where state <> 'open' and deleted_at is null;
-- Orders of the list.
create index deals_newest on deals (created_at desc, id desc) where deleted_at is null;
create index deals_closing on deals (expected_close, id) where state = 'open' and deleted_at is null and expected_close is not null;
create index deals_largest on deals (potential desc, id desc) where state = 'open' and deleted_at is null;
create index deals_owner on deals (owner_agent_id, stage_id, stage_since desc, id desc) where owner_agent_id is not null;
create index deals_team on deals (team_id, created_at desc) where deleted_at is null;
create index deals_agents on deals using gin (agent_ids);
create index deals_contact on deals (contact_id, created_at desc, id desc) where contact_id is not null;
create index deals_organisation on deals (organisation_id, created_at desc, id desc) where organisation_id is not null;
create index deals_calls on deals using gin (call_ids);
create index deals_search on deals using gin (search gin_trgm_ops);

-- Open deals of each stage by owner and team, kept by the statement that changes them: whoever sees all of a large pipeline
-- has its sums without counting it. '' is nobody. Can be made anew from the deals (rebuild_deal_totals).
create table deal_totals (
  stage_id text not null references deal_stages (id),
  owner_agent_id text not null,
  team_id text not null,
  pipeline_id text not null references pipelines (id),
  count integer not null,
  potential numeric(20, 2) not null,
  expected_sum numeric(20, 2) not null,
  primary key (stage_id, owner_agent_id, team_id)
);
create index deal_totals_pipeline on deal_totals (pipeline_id);

-- Of deals before and after one statement; in one order everywhere, so that two statements never wait for each other.
create function keep_deal_totals() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    insert into deal_totals as t
    select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, count(*), sum(potential), sum(expected_sum)
    from new_deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4 order by 1, 2, 3
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  elsif tg_op = 'DELETE' then
    insert into deal_totals as t
    select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, -count(*), -sum(potential), -sum(expected_sum)
    from old_deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4 order by 1, 2, 3
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  else
    -- Where nothing of the sums changed no row is touched: a note or another title waits for nobody.
    insert into deal_totals as t
    select stage_id, owner, team, pipeline_id, sum(n), sum(potential), sum(expected_sum) from (
      select stage_id, coalesce(owner_agent_id, '') as owner, coalesce(team_id, '') as team, pipeline_id, 1 as n, potential, expected_sum
      from new_deals where state = 'open' and deleted_at is null
      union all
      select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, -1, -potential, -expected_sum
      from old_deals where state = 'open' and deleted_at is null) as changed
    group by stage_id, owner, team, pipeline_id
    having sum(n) <> 0 or sum(potential) <> 0 or sum(expected_sum) <> 0
    order by stage_id, owner, team
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  end if;
  return null;
end $$;
create trigger deals_keep_totals_of_new after insert on deals
  referencing new table as new_deals for each statement execute function keep_deal_totals();
create trigger deals_keep_totals_of_changed after update on deals
  referencing old table as old_deals new table as new_deals for each statement execute function keep_deal_totals();
create trigger deals_keep_totals_of_gone after delete on deals
  referencing old table as old_deals for each statement execute function keep_deal_totals();

create function rebuild_deal_totals() returns void language sql as $$
  lock table deals in share mode;
  delete from deal_totals;
  insert into deal_totals
  select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, count(*), sum(potential), sum(expected_sum)
  from deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4;
$$;

create table deal_managers (
  deal_id text not null references deals (id) on delete cascade,
  agent_id text not null references agents (id),
  role text not null default '',
  position smallint not null,
  primary key (deal_id, agent_id)
);
create index deal_managers_agent on deal_managers (agent_id);

-- People of the customer beside the main one.
create table deal_contacts (
  deal_id text not null references deals (id) on delete cascade,
  contact_id text not null references contacts (id),
  role text not null default '',
  position smallint not null,
  primary key (deal_id, contact_id)
);
create index deal_contacts_contact on deal_contacts (contact_id);

-- Every stay in a stage that ended, and the first entry (from null): what statistics of probability are made of.
create table deal_stage_changes (
  id text primary key,
  deal_id text not null references deals (id) on delete cascade,
  from_stage_id text references deal_stages (id),
  to_stage_id text not null references deal_stages (id),
  from_state text,
  to_state text not null,
  mode text not null,
  -- Null: nobody asked for it (a stage was deleted and its deals were moved).
  by_id text,
  by_name text,
  at timestamptz not null,
  -- How long the deal had been in the stage it left.
  seconds_in_stage double precision
);
create index deal_stage_changes_deal on deal_stage_changes (deal_id, at desc, id desc);
create index deal_stage_changes_to on deal_stage_changes (to_stage_id, at);
create index deal_stage_changes_from on deal_stage_changes (from_stage_id, at);

create table deal_potential_changes (
  deal_id text not null references deals (id) on delete cascade,
  at timestamptz not null,
  potential numeric(14, 2) not null,
  by_id text,
  by_name text
);
create index deal_potential_changes_deal on deal_potential_changes (deal_id, at);

create table deal_notes (
  id text primary key,
  deal_id text not null references deals (id) on delete cascade,
  text text not null,
  by_id text,
  by_name text,
  created_at timestamptz not null
);
create index deal_notes_deal on deal_notes (deal_id, created_at desc, id desc);

-- Tasks of a deal. Those of a stage are made once for each deal, stage and line of the stage's list.
create table deal_tasks (
  task_id text primary key references tasks (id) on delete cascade,
  deal_id text not null references deals (id) on delete cascade,
  stage_id text references deal_stages (id),
  template_id text,
  required boolean not null default false
);
create index deal_tasks_deal on deal_tasks (deal_id);
create unique index deal_tasks_of_stage on deal_tasks (deal_id, stage_id, template_id) where template_id is not null;

create table product_groups (
  id text primary key,
  name text not null,
  position integer not null,
  active boolean not null default true,
  version integer not null default 1
);

create table products (
  id text primary key,
  group_id text not null references product_groups (id),
  code text not null default '',
  name text not null,
  unit text not null default '',
  price numeric(14, 2) not null check (price >= 0),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  search text generated always as (search_text(name) || ' ' || search_text(code)) stored
);
create unique index products_code on products (code) where code <> '';
create index products_group on products (group_id);
create index products_search on products using gin (search gin_trgm_ops);

create table deal_lines (
  id text primary key,
  deal_id text not null references deals (id) on delete cascade,
  kind text not null check (kind in ('offered', 'sold')),
  product_id text references products (id),
  name text not null,
  unit text not null default '',
  quantity numeric(12, 3) not null check (quantity > 0),
  price numeric(14, 2) not null check (price >= 0),
  discount_percent numeric(5, 2) not null default 0 check (discount_percent between 0 and 100),
  position smallint not null
);
create index deal_lines_deal on deal_lines (deal_id, kind, position);
create index deal_lines_product on deal_lines (product_id) where product_id is not null;

-- Files that belong to a record of some kind; the kind says who may see them.
create table files (
  id text primary key,
  record_kind text not null,
  record_id text not null,
  name text not null,
  -- Found in the bytes, never what the sender said.
  content_type text not null,
  bytes bigint not null,
  sha256 text not null,
  storage_key text not null,
  by_id text,
  by_name text,
  created_at timestamptz not null,
  deleted_at timestamptz
);
create index files_record on files (record_kind, record_id, created_at desc, id desc);

-- Something to begin with: it is changed in the settings.
insert into pipelines (id, name, mode, position, created_at, updated_at) values ('pip_sales', 'Sales', 'manual', 1, now(), now());
insert into deal_stages (id, pipeline_id, name, kind, colour, position, probability) values
  ('stg_new', 'pip_sales', 'New', 'open', 'grey', 1, 10),
  ('stg_need', 'pip_sales', 'Need found out', 'open', 'blue', 2, 25),
  ('stg_offer', 'pip_sales', 'Offer sent', 'open', 'violet', 3, 50),
  ('stg_agreement', 'pip_sales', 'Agreement', 'open', 'amber', 4, 75),
  ('stg_won', 'pip_sales', 'Won', 'won', 'green', 5, 100),
  ('stg_lost', 'pip_sales', 'Lost', 'lost', 'red', 6, 0);
insert into loss_reasons (id, name, position) values
  ('lsr_price', 'Too expensive', 1), ('lsr_competitor', 'Chose a competitor', 2), ('lsr_need', 'No need any more', 3),
  ('lsr_time', 'Put off', 4), ('lsr_silent', 'Does not answer', 5), ('lsr_other', 'Other', 6);
