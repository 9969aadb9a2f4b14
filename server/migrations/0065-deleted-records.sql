-- How many people or organisations have such a deal, task or call is counted in that other table, less the few that are deleted.
create index contacts_deleted on contacts (id) where deleted_at is not null;
create index organisations_deleted on organisations (id) where deleted_at is not null;
