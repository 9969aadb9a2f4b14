-- Numbers that must not be called get a name of their own (the audit tells of them by it), and what was taken off the list can come back.
alter table do_not_call add column id text;
update do_not_call set id = 'dnc_' || substr(e164, 2);
alter table do_not_call alter column id set not null;
alter table do_not_call add constraint do_not_call_id unique (id);
create index do_not_call_newest on do_not_call (added_at desc, id desc);

-- Taken off the list: these numbers may be called. Kept, because taking one off can be taken back.
create table do_not_call_removed (
  id text primary key,
  e164 text not null collate "C",
  reason text not null,
  added_at timestamptz not null,
  added_by text,
  removed_at timestamptz not null
);
