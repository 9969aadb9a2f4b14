-- Organisations that are likely the same: found by indexes instead of a look at each of them, and which are not is remembered.

-- Two organisations of whom somebody said that they are not the same, in the order of their ids.
create table not_duplicate_organisations (
  first_id text not null references organisations (id),
  second_id text not null references organisations (id),
  by_id text,
  by_name text,
  said_at timestamptz not null,
  primary key (first_id, second_id),
  constraint not_duplicate_organisations_order check (first_id < second_id)
);

-- The name without its legal form, of a stored name_key: points go, other signs part words, one form goes from each end. A form
-- that is written out or stands inside stays. The rule is that of server/modules/organisations/core-name.ts; a test compares them.
create function core_name(name_key text) returns text language plpgsql immutable parallel safe strict as $$
declare
  forms constant text[] := array[
    'ооо', 'оао', 'зао', 'пао', 'ао', 'нао', 'ип', 'чп', 'тоо', 'оо', 'фгуп', 'гуп', 'муп', 'фгбу', 'мбу', 'ано',
    'нко', 'гк', 'пк', 'sa', 'sas', 'sasu', 'sarl', 'eurl', 'sci', 'snc', 'scop', 'selarl', 'gie', 'srl', 'srls',
    'spa', 'sapa', 'ss', 'sc', 'scarl', 'coop', 'gmbh', 'ggmbh', 'ug', 'ag', 'kg', 'ohg', 'gbr', 'kgaa', 'ev', 'eg',
    'ltd', 'limited', 'llc', 'llp', 'lp', 'inc', 'incorporated', 'corp', 'corporation', 'co', 'company', 'plc', 'bv',
    'nv', 'oy', 'oyj', 'ab', 'as', 'asa', 'aps', 'sl', 'slu', 'sp', 'zoo'
  ];
  -- The key is kept in the order of bytes, where no letter but a Latin one is a letter.
  core text collate "C" :=
    btrim(regexp_replace(replace(name_key collate "default", '.', ''), '[^[:alnum:]&+]+', ' ', 'g'));
begin
  if position(' ' in core) > 0 and split_part(core, ' ', 1) = any(forms) then
    core := substr(core, position(' ' in core) + 1);
  end if;
  if position(' ' in core) > 0 and split_part(core, ' ', -1) = any(forms) then
    core := left(core, -1 - length(split_part(core, ' ', -1)));
  end if;
  return core;
end
$$;

-- The name_key is in it so that the names are read from the index alone.
create index organisations_core_name on organisations (core_name(name_key) collate "C", id) include (name_key)
  where deleted_at is null;
create index phones_of_organisations on phones (e164, organisation_id)
  where organisation_id is not null and e164 is not null and not invalid;
create index organisations_emails on organisations (id) include (emails) where deleted_at is null and emails <> '{}';
