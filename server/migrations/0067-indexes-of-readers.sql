-- What is quick for whoever sees everything is made quick for managers, supervisors and operators.
-- How many fit is counted in another table, less the private people whom the reader does not see.
create index contacts_private on contacts (id) where is_private and deleted_at is null;
-- Calls with a result, with what says whose they are: read without the calls themselves.
drop index calls_of_result;
create index calls_of_result on calls (disposition_id, contact_id) include (agent_ids, team_ids)
  where disposition_id is not null and contact_id is not null;
-- People by organisation, read without the people themselves when many of them are asked at once.
drop index contacts_organisation;
create index contacts_organisation on contacts (organisation_id) include (id) where organisation_id is not null;
-- Calls to one of our numbers, for the log as well, where nobody may be known as the caller.
drop index calls_of_dialled_number;
create index calls_of_dialled_number on calls (dialled_e164, contact_id) where direction = 'inbound';
-- Deals that a supervisor or an operator sees are added up from this: what is asked first comes first, the owner (deals_owner) not at all.
drop index deals_of_contact_by_state;
create index deals_of_contact_by_state on deals (state, contact_id) include (team_id, potential, agent_ids, closed_at)
  where deleted_at is null and contact_id is not null;
drop index deals_of_organisation_by_state;
create index deals_of_organisation_by_state on deals (state, organisation_id) include (team_id, potential, agent_ids, closed_at)
  where deleted_at is null and organisation_id is not null;
