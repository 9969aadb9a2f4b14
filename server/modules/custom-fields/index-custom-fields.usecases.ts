/**
 * An index for every field of the firm's that lists are filtered by in ranges and put in order by (text, number, money,
 * date). Made `concurrently`: nobody waits while a million records are read. Only records with a value are in it.
 */
import type pg from 'pg';
import type { CustomField, CustomRecord } from '../../contract/custom-fields.contract.ts';
import type { Database } from '../../platform/database/database.ts';
import { readCustomFields } from './custom-fields.usecases.ts';
import { customExpression, hasOwnIndex } from './custom-filter-fields.ts';

interface Table {
  name: string;
  /** Deleted ones stay in the table and out of every list. */
  keepsDeleted: boolean;
}
const tables: Readonly<Record<CustomRecord, Table>> = {
  contact: { name: 'contacts', keepsDeleted: true },
  organisation: { name: 'organisations', keepsDeleted: true },
  deal: { name: 'deals', keepsDeleted: true },
  task: { name: 'tasks', keepsDeleted: false },
  call: { name: 'calls', keepsDeleted: false },
};

/** Fifty of a table: each one costs a little at every change of a record that has the field. */
const mostIndexes = 50;

interface Wanted {
  name: string;
  statement: string;
}

/** The key of a field may be forty characters; names of PostgreSQL hold 63. */
export function indexOf(field: CustomField): Wanted | null {
  const table = tables[field.record];
  if (!field.active || !hasOwnIndex(field)) return null;
  const name = `${table.name}_custom_${field.key}`;
  const value = customExpression(field, 'custom');
  const live = table.keepsDeleted ? ' and deleted_at is null' : '';
  return {
    name,
    statement: `create index concurrently "${name}" on ${table.name} ((${value}), id) where (${value}) is not null${live}`,
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

/**
 * What passes by itself: a deadlock with whatever else locks the table, and an index that another server made or took
 * away between the look and the statement, or at the same moment ("tuple concurrently updated", an internal error, XX000).
 */
const passing: ReadonlySet<string> = new Set(['40P01', '42P07', '42704', '23505', 'XX000']);
const mostTries = 8;

const isPassing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && passing.has(String(error.code));

/** @returns false when it was there already */
async function makeIndex(client: pg.PoolClient, { name, statement }: Wanted): Promise<boolean> {
  const { rows } = await client.query<{ indisvalid: boolean }>(
    'select indisvalid from pg_index where indexrelid = to_regclass($1)',
    [`"${name}"`],
  );
  if (rows[0]?.indisvalid) return false;
  if (rows[0]) await client.query(`drop index concurrently if exists "${name}"`);
  await client.query(statement);
  return true;
}

async function makeInTheEnd(client: pg.PoolClient, wanted: Wanted, tries = 1): Promise<boolean> {
  try {
    return await makeIndex(client, wanted);
  } catch (error) {
    if (!isPassing(error) || tries >= mostTries) throw error;
    return makeInTheEnd(client, wanted, tries + 1);
  }
}

/** Makes the indexes that are missing, and again those that a stopped server left unfinished. */
export async function indexCustomFields(database: Database, signal?: AbortSignal): Promise<string[]> {
  const wanted = wantedOf(await readCustomFields(database.sql));
  const made: string[] = [];
  // A connection of its own: the statement may run for minutes and stands in no transaction.
  const client = await database.pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    for (const index of wanted) {
      if (signal?.aborted) break;
      if (await makeInTheEnd(client, index)) made.push(index.name);
    }
  } finally {
    // Thrown away, with its setting.
    client.release(true);
  }
  return made;
}
