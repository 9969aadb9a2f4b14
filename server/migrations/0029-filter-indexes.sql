-- What lists and counts are asked for most, with whose the record is: read without the records themselves, which are many
-- times as large.
drop index contacts_lifecycle;
create index contacts_filters on contacts (lifecycle, owner_agent_id)
  include (team_id, is_private, last_call_at, last_reached_at, call_count, attempt_count, reached_count, source_id, vip, id)
  where deleted_at is null;
create index phones_country on phones (country, contact_id) where contact_id is not null;
-- "Called number Y".
create index calls_of_dialled_number on calls (dialled_e164, contact_id) where contact_id is not null;
-- "Had a call with this result".
create index calls_of_result on calls (disposition_id, contact_id) where disposition_id is not null and contact_id is not null;
