/**
 * Indexes that rest while very many rows come into an almost empty table: building an index over rows that are there takes
 * a third of the time of keeping it row by row. What makes an index again is written down in the transaction that takes it
 * away, so none is lost when the process or the database dies in between.
 */
import { availableParallelism } from 'node:os';
import pg from 'pg';
import type { Tx } from './database.ts';

interface RestingIndex {
  name: string;
  table_name: string;
  definition: string;
}

/** Others wait behind whoever waits for a table: rather no rest than a desk that stands still. */
const patience = '1s';

/**
 * Takes these indexes away until `wakeIndexes`. Those that are not there stay so. Throws when a table is in use for longer
 * than a second.
 */
export async function restIndexes(tx: Tx, names: readonly string[]): Promise<void> {
  await tx`select set_config('lock_timeout', ${patience}, true)`;
  const found = await tx<RestingIndex[]>`
    insert into resting_indexes (name, table_name, definition)
    select c.relname, i.indrelid::regclass::text, pg_get_indexdef(c.oid)
    from pg_class c join pg_index i on i.indexrelid = c.oid
    where c.relname = any(${[...names]}::text[]) and c.relnamespace = 'public'::regnamespace and not i.indisunique
    returning name, table_name, definition`;
  for (const { name } of found) await tx`drop index ${tx(name)}`;
}

/** Indexes that are made side by side. */
const hands = 2;

/**
 * Makes every resting index again, two side by side. Saving a record of a table waits while one of its
 * indexes is made; reading does not. Returns their names; may be called at any time, also by several processes.
 */
export async function wakeIndexes(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    if (!(await isKept(client))) return [];
    // Those of texts first: one of them takes as long as all others.
    const { rows } = await client.query<RestingIndex>(
      "select * from resting_indexes order by definition like '%gin_trgm_ops%' desc, name",
    );
    const left = [...rows];
    await Promise.all(
      Array.from({ length: Math.min(hands, rows.length) }, () => withClient(url, (own) => wakeAll(own, left))),
    );
    return rows.map(({ name }) => name).sort();
  });
}

/** False before the migration that brings the table. */
async function isKept(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select to_regclass('public.resting_indexes') is not null as kept");
  return rows[0]?.kept === true;
}

/** Takes one after the other from those that are left. */
async function wakeAll(client: pg.Client, left: RestingIndex[]): Promise<void> {
  // An index made by several processes takes half as much processor time again: only for those that would stand idle.
  const helpers = Math.max(0, Math.floor(availableParallelism() / hands) - 1);
  await client.query(
    `set statement_timeout = 0; set maintenance_work_mem = '256MB'; set max_parallel_maintenance_workers = ${helpers}`,
  );
  for (let next = left.shift(); next !== undefined; next = left.shift()) {
    const { name, definition } = next;
    await client.query('begin');
    // Who else wakes it waits here, and then finds it awake.
    const { rows } = await client.query('delete from resting_indexes where name = $1 returning name', [name]);
    if (rows.length > 0) await client.query(definition.replace(/^CREATE INDEX /, 'CREATE INDEX IF NOT EXISTS '));
    await client.query('commit');
  }
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'trunkline-indexes' });
  let lost: Error | null = null;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  try {
    const done = await work(client);
    if (lost) throw lost;
    return done;
  } finally {
    await client.end().catch(() => client.removeAllListeners());
  }
}
