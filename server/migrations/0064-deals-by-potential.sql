-- The list of deals filtered by a sum finds the few above it without reading all of them.
create index deals_potential on deals (potential) where deleted_at is null;
