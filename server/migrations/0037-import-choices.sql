-- What new records of an import get when the file says nothing, which sheets a workbook has, and the cells of rows to mend.
alter table imports
  -- ownerId, sourceId, lifecycle; a key that is not there: as usual.
  add column defaults jsonb not null default '{}',
  -- Names of the sheets of a workbook in their order; empty: CSV.
  add column sheets text[] not null default '{}';

-- As the file has them, for rows that cannot be used; null: the row can.
alter table import_rows add column cells text[];
