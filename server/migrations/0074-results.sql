-- What a result means, said in full; how long the talk must have been for it; and results that are a part of another one.
alter table dispositions
  add column not_interested boolean not null default false,
  add column machine boolean not null default false,
  add column unworkable boolean not null default false,
  add column min_seconds int check (min_seconds between 0 and 86400),
  add column max_seconds int check (max_seconds between 0 and 86400),
  add column main_result_id text references dispositions (id),
  add constraint dispositions_seconds check (max_seconds >= min_seconds),
  add constraint dispositions_not_its_own_main check (main_result_id <> id);
create index dispositions_of_main on dispositions (main_result_id) where main_result_id is not null;

update dispositions set not_interested = true where id = 'dsp_not_interested';
update dispositions set machine = true where id = 'dsp_machine';
update dispositions set unworkable = true where id = 'dsp_wrong_number';

-- A result can have an e-mail sent to the person.
alter table attempt_consequences drop constraint attempt_consequences_kind_check;
alter table attempt_consequences add constraint attempt_consequences_kind_check
  check (kind in ('do-not-call', 'task', 'deal', 'lifecycle', 'owner', 'call-list', 'message'));
