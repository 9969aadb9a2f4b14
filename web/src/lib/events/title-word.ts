import type { AuditEvent } from '$contract/audit.contract.ts';
import { listWord } from '$lib/exports/export-words.ts';
import { m } from '$lib/paraglide/messages.js';

/** What the record is called; of an export the list, and how much of it left the house. Null: it has no name here. */
export function titleWord({ record, after }: Pick<AuditEvent, 'record' | 'after'>): string | null {
  if (record.kind !== 'export' || record.title === null) return record.title;
  const list = listWord(record.title);
  return typeof after?.rows === 'number' ? `${list} · ${m.export_rows({ count: after.rows })}` : list;
}
