-- What rows of a file say of fields that few files have: birthday, source, addresses, holding and so on, by the names of
-- server/modules/imports/row-extra.ts. One column, empty for most rows, so that a list of names and numbers costs no more.
alter table import_rows add column extra jsonb;
