-- Fields of the firm that stand on the card of a caller.
alter table custom_fields add column on_card boolean not null default false;

-- Words within notes, for the one search box; a person's notes are few, all notes are many.
create index contact_notes_search on contact_notes using gin (search_text(text) gin_trgm_ops);
create index organisation_notes_search on organisation_notes using gin (search_text(text) gin_trgm_ops);

-- The texts within a value, as one searchable text. Immutable so that it can be indexed.
create function search_json(value jsonb) returns text
language sql immutable strict parallel safe
as $$
  select public.search_text(coalesce(string_agg(item #>> '{}', ' '), ''))
  from jsonb_path_query(value, 'strict $.**') as item where jsonb_typeof(item) = 'string'
$$;
-- Only those that have an address or a value of an own field: most of an imported base has neither.
create index contacts_addresses_search on contacts using gin
  (search_json(jsonb_path_query_array(addresses, '$[*].text') || jsonb_path_query_array(addresses, '$[*].city')) gin_trgm_ops)
  where addresses <> '[]' and deleted_at is null;
create index contacts_custom_search on contacts using gin (search_json(custom) gin_trgm_ops)
  where custom <> '{}' and deleted_at is null;
