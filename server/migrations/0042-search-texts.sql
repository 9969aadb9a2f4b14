-- Words of texts for the search box. Each index is partial: a record that has nothing but a name and a number, as most of an
-- imported list, stands in none of them.
create index contacts_texts_search on contacts
  using gin (search_text(coalesce(role, '') || ' ' || main_need || ' ' || advertising_channel || ' ' || notes) gin_trgm_ops)
  where (role is not null or main_need <> '' or advertising_channel <> '' or notes <> '') and deleted_at is null;
create index organisations_texts_search on organisations using gin ((
  search_text(notes) || ' ' || search_text(website) || ' ' || search_json(jsonb_path_query_array(addresses, '$[*].text')
  || jsonb_path_query_array(addresses, '$[*].city')) || ' ' || search_json(custom)
) gin_trgm_ops)
  where (notes <> '' or website <> '' or addresses <> '[]' or custom <> '{}') and deleted_at is null;
create index deals_custom_search on deals using gin (search_json(custom) gin_trgm_ops)
  where custom <> '{}' and deleted_at is null;
create index deal_notes_search on deal_notes using gin (search_text(text) gin_trgm_ops);
create index tasks_search on tasks using gin (search_text(title || ' ' || description) gin_trgm_ops);
create index calls_search on calls using gin (search_text(note || ' ' || main_need || ' ' || coalesce(next_step_text, '')) gin_trgm_ops)
  where note <> '' or main_need <> '' or next_step_text is not null;
create index files_search on files using gin (search_text(name) gin_trgm_ops) where deleted_at is null;
