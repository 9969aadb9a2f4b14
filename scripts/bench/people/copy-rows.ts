/** Filling tables by COPY: rows in PostgreSQL's text format, many at once, with the indexes made afterwards. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export type Cell = string | number | boolean | null;

/**
 * Runs `fill` while these tables have no index but those of their constraints, makes the indexes again, and leaves the
 * tables as autovacuum would: nothing of it happens in the middle of a measure.
 */
export async function fillWithoutIndexes(
  client: pg.Client,
  tables: readonly string[],
  fill: () => Promise<void>,
  say: (line: string) => void,
): Promise<void> {
  await client.query("set maintenance_work_mem = '512MB'");
  // Foreign keys hold by construction; asking for each row would double the time.
  await client.query('set session_replication_role = replica');
  const indexes = await dropIndexes(client, tables);
  await fill();
  say('making their indexes…');
  for (const definition of indexes) await client.query(definition);
  await client.query(`vacuum (analyze) ${tables.map((table) => client.escapeIdentifier(table)).join(', ')}`);
  await client.query('checkpoint');
}

/** Drops every index that no constraint stands on; returns how to make them again. */
async function dropIndexes(client: pg.Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select c.relname as name, pg_get_indexdef(c.oid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = c.oid)`,
    [tables],
  );
  for (const { name } of rows) await dropIndex(client, name);
  return rows.map(({ definition }) => definition);
}

/** A server that has just started plans its first queries at the same time: whom PostgreSQL picks of two that wait for each other tries again. */
async function dropIndex(client: pg.Client, name: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await client.query(`drop index ${client.escapeIdentifier(name)}`);
      return;
    } catch (error) {
      const isDeadlock = error instanceof Error && 'code' in error && error.code === '40P01';
      if (!isDeadlock || tries === 5) throw error;
    }
  }
}

/** Copies the rows of 0 to `count` into `target` (`table (column, …)`); one index may make any number of rows. */
export async function copyRows(
  client: pg.Client,
  target: string,
  count: number,
  rows: (index: number) => readonly (readonly Cell[])[],
): Promise<void> {
  await pipeline(Readable.from(linesOf(count, rows)), client.query(copyFrom(`copy ${target} from stdin`)));
}

const indexesPerChunk = 2_000;

async function* linesOf(count: number, rows: (index: number) => readonly (readonly Cell[])[]): AsyncGenerator<string> {
  for (let first = 0; first < count; first += indexesPerChunk) {
    let text = '';
    for (let index = first; index < Math.min(first + indexesPerChunk, count); index += 1) {
      for (const row of rows(index)) text += `${row.map(cellText).join('\t')}\n`;
    }
    yield text;
    // The socket takes all that comes at once: without a pause nothing else would be heard, Ctrl-C least of all.
    await setImmediate();
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** @example cellText(null) // '\\N' */
export const cellText = (cell: Cell): string =>
  cell === null ? '\\N' : String(cell).replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
