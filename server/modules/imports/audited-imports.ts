/** Imports in the audit: the file they came from. */
import { type AuditedKind, hasPrefix } from '../audit/audited-kinds.ts';
import { visibleImports } from './imports.usecases.ts';

export const auditedImports: AuditedKind = {
  kind: 'import',
  isIdOf: hasPrefix('imp'),
  async titles(sql, reader, ids) {
    const rows = await sql<{ id: string; file_name: string }[]>`
      select i.id, i.file_name from imports i where i.id = any(${[...ids]}) and ${visibleImports(sql, reader)}`;
    return new Map(rows.map((row) => [row.id, row.file_name]));
  },
};
