/**
 * An index for every field of the firm's that lists are filtered by in ranges and put in order by (text, number, money,
 * date). Made `concurrently`: nobody waits while a million records are read. Only records with a value are in it.
 */
import type { CustomField, CustomRecord } from '../../contract/custom-fields.contract.ts';
import type { Database } from '../../platform/database/database.ts';
import { readCustomFields } from './custom-fields.usecases.ts';
import { customExpression, hasOwnIndex } from './custom-filter-fields.ts';

/** Records whose lists can be filtered, and their tables. */
const tables: Partial<Record<CustomRecord, string>> = { contact: 'contacts', organisation: 'organisations' };

/** Fifty of a table: each one costs a little at every change of a record that has the field. */
const mostIndexes = 50;

interface Wanted {
  name: string;
  statement: string;
}

/** The key of a field may be forty characters; names of PostgreSQL hold 63. */
export function indexOf(field: CustomField): Wanted | null {
  const table = tables[field.record];
  if (!table || !field.active || !hasOwnIndex(field)) return null;
  const name = `${table}_custom_${field.key}`;
  const value = customExpression(field, 'custom');
  return {
    name,
    statement: `create index concurrently "${name}" on ${table} ((${value}), id)
      where (${value}) is not null and deleted_at is null`,
  };
}

function wantedOf(fields: readonly CustomField[]): Wanted[] {
  const counts = new Map<CustomRecord, number>();
  return fields.flatMap((field) => {
    const index = indexOf(field);
    const count = counts.get(field.record) ?? 0;
    if (!index || count >= mostIndexes) return [];
    counts.set(field.record, count + 1);
    return [index];
  });
}

/** Makes the indexes that are missing, and again those that a stopped server left unfinished. */
export async function indexCustomFields(database: Database, signal?: AbortSignal): Promise<string[]> {
  const wanted = wantedOf(await readCustomFields(database.sql));
  const made: string[] = [];
  // A connection of its own: the statement may run for minutes and stands in no transaction.
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    for (const { name, statement } of wanted) {
      if (signal?.aborted) break;
      const { rows } = await client.query<{ indisvalid: boolean }>(
        'select indisvalid from pg_index where indexrelid = to_regclass($1)',
        [`"${name}"`],
      );
      if (rows[0]?.indisvalid) continue;
      if (rows[0]) await client.query(`drop index concurrently "${name}"`);
      await client.query(statement);
      made.push(name);
    }
  } finally {
    // Thrown away, with its setting.
    client.release(true);
  }
  return made;
}
