/**
 * Indexes that rest while very many rows come into an almost empty table: building an index over rows that are there takes
 * a third of the time of keeping it row by row. What makes an index again is written down in the transaction that takes it
 * away, so none is lost when the process or the database dies in between.
 */
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

/**
 * Makes every resting index again, those of two tables side by side. Saving a record of a table waits while one of its
 * indexes is made; reading does not. Returns their names; may be called at any time, also by several processes.
 */
export async function wakeIndexes(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    if (!(await isKept(client))) return [];
    const { rows } = await client.query<RestingIndex>('select * from resting_indexes order by name');
    const tables = [...new Set(rows.map((row) => row.table_name))];
    await Promise.all(
      tables.map((table) =>
        withClient(url, (own) =>
          wakeAll(
            own,
            rows.filter((row) => row.table_name === table),
          ),
        ),
      ),
    );
    return rows.map(({ name }) => name);
  });
}

/** False before the migration that brings the table. */
async function isKept(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query("select to_regclass('public.resting_indexes') is not null as kept");
  return rows[0]?.kept === true;
}

async function wakeAll(client: pg.Client, indexes: readonly RestingIndex[]): Promise<void> {
  await client.query("set statement_timeout = 0; set maintenance_work_mem = '256MB'");
  for (const { name, definition } of indexes) {
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
