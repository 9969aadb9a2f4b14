-- Fields of the firm that stand on the card of a caller.
alter table custom_fields add column on_card boolean not null default false;

-- Words within notes, for the one search box; a person's notes are few, all notes are many.
create index contact_notes_search on contact_notes using gin (search_text(text) gin_trgm_ops);
create index organisation_notes_search on organisation_notes using gin (search_text(text) gin_trgm_ops);
