-- Which roles see and change the values of a field of the firm's own: a built-in role by its name, an own one by its id;
-- who is not named goes by the base, else sees and changes it. free, read-only, hidden.
alter table custom_fields add column roles jsonb not null default '{}';
