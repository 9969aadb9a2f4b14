-- What is rare among people, found without reading them all.
create index contacts_vip on contacts (id) where vip is true and deleted_at is null;
create index contacts_main_need on contacts (lifecycle, id) where main_need <> '' and deleted_at is null;
-- "Never reached, more than N attempts": nobody who was never called stands in it, so that an import does not fill it.
create index contacts_attempts on contacts (reached_count, attempt_count, id) where attempt_count > 0 and deleted_at is null;
-- "Called number Y" is asked of calls that came in: told by the index alone.
drop index calls_of_dialled_number;
create index calls_of_dialled_number on calls (dialled_e164, contact_id)
  where contact_id is not null and direction = 'inbound';
-- A stage of organisations, as of people.
drop index organisations_lifecycle;
create index organisations_filters on organisations (lifecycle, owner_agent_id) include (team_id, id) where deleted_at is null;
