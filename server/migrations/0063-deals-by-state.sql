-- Filters of people and organisations ask for their open, won and lost deals, and what these sum up to: told by an index alone.
create index deals_of_contact_by_state on deals (state, contact_id) include (potential, closed_at, owner_agent_id, agent_ids, team_id)
  where deleted_at is null and contact_id is not null;
create index deals_of_organisation_by_state on deals (state, organisation_id)
  include (potential, closed_at, owner_agent_id, agent_ids, team_id)
  where deleted_at is null and organisation_id is not null;
