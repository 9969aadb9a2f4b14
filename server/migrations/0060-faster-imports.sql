-- What an import of a million rows paid for each of them.

-- The same rules in a language that keeps its plan: an SQL function that cannot be written into the statement that calls it
-- is set up anew for every value, which took twice the time of the work itself.
create or replace function search_text(value text) returns text
language plpgsql immutable strict parallel safe
as $$ begin return lower(public.unaccent('public.unaccent'::regdictionary, value)); end $$;

create or replace function search_list(value text[]) returns text
language plpgsql immutable strict parallel safe
as $$ begin return lower(array_to_string(value, ' ')); end $$;

-- Rows of a file that share a number or an e-mail with another one, noted while it is read. Not logged, as the rows are.
create unlogged table import_alike (
  import_id text not null,
  row integer not null,
  primary key (import_id, row)
);

-- False: rows were staged in parts, and all of them are to be compared.
alter table imports add column alike_known boolean not null default false;

-- Indexes that an import has taken away while it fills an empty base, and what makes them again: so that none is lost, whatever
-- stops the import or the server.
create table resting_indexes (
  name text primary key,
  table_name text not null,
  definition text not null
);
