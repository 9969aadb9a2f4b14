-- Whose open deals are worth more than a sum together: all of them are added up while this index is read, a quarter of the
-- pages of deals_of_contact_by_state, which carries what other readers' rights ask.
create index deals_open_of_contact on deals (contact_id) include (potential)
  where state = 'open' and deleted_at is null and contact_id is not null;
