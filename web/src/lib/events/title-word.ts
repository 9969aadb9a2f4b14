import type { AuditEvent } from '$contract/audit.contract.ts';
import { listWord } from '$lib/exports/export-words.ts';
import { m } from '$lib/paraglide/messages.js';

/** What the record is called; of an export the list, and how much of it left the house. Null: it has no name here. */
export function titleWord({ record, after }: Pick<AuditEvent, 'record' | 'after'>): string | null {
  if (record.kind !== 'export' || record.title === null) return record.title;
  const list = listWord(record.title);
  return typeof after?.rows === 'number' ? `${list} · ${m.export_rows({ count: after.rows })}` : list;
}

const restrictedWords: Readonly<Record<string, () => string>> = {
  contact: m.events_restricted,
  organisation: m.events_restricted,
  deal: m.events_restricted_deal,
  task: m.events_restricted_task,
  call: m.events_restricted_call,
  'missed-call': m.events_restricted_missed,
  import: m.events_restricted_import,
  export: m.events_restricted_export,
};

/** What stands instead of the name of a record that is not the reader's. */
export const restrictedWord = ({ record }: Pick<AuditEvent, 'record'>): string =>
  (restrictedWords[record.kind ?? ''] ?? m.events_restricted_other)();
