-- Merges, hand-overs and duplicates.

-- Two people of whom somebody said that they are not the same, in the order of their ids.
create table not_duplicates (
  first_id text not null references contacts (id),
  second_id text not null references contacts (id),
  by_id text,
  by_name text,
  said_at timestamptz not null,
  primary key (first_id, second_id),
  constraint not_duplicates_order check (first_id < second_id)
);

-- What was merged into a record: its time-line shows their changes too.
create index contacts_merged_into on contacts (merged_into) where merged_into is not null;
create index organisations_merged_into on organisations (merged_into) where merged_into is not null;
