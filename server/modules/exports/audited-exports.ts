/** Exports in the audit: which list left the house. The file itself stays with whoever asked for it. */
import { type AuditedKind, hasPrefix } from '../audit/audited-kinds.ts';

export const auditedExports: AuditedKind = {
  kind: 'export',
  isIdOf: hasPrefix('exp'),
  // Which list somebody took out is for everybody who may know that they took out one.
  async titles(sql, _reader, ids) {
    const rows = await sql<{ id: string; list: string }[]>`select id, list from exports where id = any(${[...ids]})`;
    return new Map(rows.map((row) => [row.id, row.list]));
  },
  // What it was filtered by may name people whom the reader of the events does not know.
  openValues: ['list', 'rows', 'bytes', 'columns', 'format'],
};
