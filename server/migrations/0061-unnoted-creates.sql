-- An import notes no more what it made: the ids of its records tell it (modules/imports/new-ids.ts). What it changed, the
-- organisations that people named, and what stayed when it was taken back are noted as before; so is all that earlier imports made.
-- Nobody looks for the import of a record by this.
drop index import_changes_record;
