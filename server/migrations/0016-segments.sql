-- Filters, orders and counts of lists.

-- The number in a custom field, also one that is kept as text (money); null when it is none. Immutable, so that it can
-- be indexed; filters and indexes write the same expression.
create function custom_number(custom jsonb, key text) returns numeric
language sql immutable parallel safe
as $$ select case when custom->>key ~ '^-?[0-9]{1,20}([.][0-9]{1,20})?$' then (custom->>key)::numeric end $$;

-- Orders of lists: the same way in both columns, so that a page begins where the last one ended.
drop index contacts_created;
drop index contacts_last_reached;
create index contacts_by_created on contacts (created_at, id) where deleted_at is null;
create index contacts_by_last_call on contacts (last_call_at, id) where deleted_at is null;
create index contacts_by_last_reached on contacts (last_reached_at, id) where deleted_at is null;
create index organisations_by_created on organisations (created_at, id) where deleted_at is null;
create index organisations_lifecycle on organisations (lifecycle) where deleted_at is null;
