-- Deals, tasks and calls are filtered by the firm's own fields, as people are. Each index is partial: a record without a value
-- stands in none of them, so that a call that nobody wrote anything about costs nothing more.
create index deals_custom on deals using gin (custom jsonb_path_ops) where custom <> '{}' and deleted_at is null;
create index tasks_custom on tasks using gin (custom jsonb_path_ops) where custom <> '{}';
create index calls_custom on calls using gin (custom jsonb_path_ops) where custom <> '{}';

-- Calls with a number of an organisation itself; those of its people are found by the person.
create index calls_of_organisation on calls (organisation_id) where organisation_id is not null and contact_id is null;

-- Saved filters of all five.
alter table segments drop constraint segments_record_check;
alter table segments add constraint segments_record_check
  check (record in ('contact', 'organisation', 'deal', 'task', 'call'));
