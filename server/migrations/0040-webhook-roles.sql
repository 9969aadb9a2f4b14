-- Web-hooks may have a role of the firm's own, as users and API keys may; those there are keep the built-in one they have.
alter table webhooks add column role_id text references roles (id);
create index webhooks_role_id on webhooks (role_id) where role_id is not null;

-- The rights by which `body` was made: under others it is made anew before it is sent again. Null: not known.
alter table webhook_deliveries add column body_rights text;
