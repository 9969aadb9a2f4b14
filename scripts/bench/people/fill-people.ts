/** A base of any size in a minute or two: rows as the usecases write them, by COPY, indexes made afterwards. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { systemClock } from '../../../server/platform/clock/clock.ts';
import { createIds } from '../../../server/platform/ids/ids.ts';
import { organisationCount, personOf } from './person-of.ts';

type Cell = string | number | boolean | null;

/** Puts people 0 to `count` into an empty base. The server may be running; nobody should be writing. */
export async function fillPeople(databaseUrl: string, count: number, say: (line: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("set maintenance_work_mem = '512MB'");
    // Foreign keys hold by construction; asking for each row would double the time.
    await client.query('set session_replication_role = replica');
    const indexes = await dropIndexes(client);
    say(`writing ${count} people…`);
    await copyPeople(client, count);
    say('making their indexes…');
    for (const definition of indexes) await client.query(definition);
    // What autovacuum would otherwise do in the middle of a measure.
    await client.query('vacuum (analyze) contacts, phones, organisations');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Drops every index that no constraint stands on; returns how to make them again. */
async function dropIndexes(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(`
    select c.relname as name, pg_get_indexdef(c.oid) as definition
    from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid in ('contacts'::regclass, 'phones'::regclass)
      and not exists (select from pg_constraint where conindid = c.oid)`);
  for (const { name } of rows) await client.query(`drop index ${client.escapeIdentifier(name)}`);
  return rows.map(({ definition }) => definition);
}

async function copyPeople(client: pg.Client, count: number): Promise<void> {
  const ids = createIds(systemClock);
  const now = systemClock.now().toISOString();
  const organisations = Array.from({ length: organisationCount }, () => ids('org'));
  const contacts = Array.from({ length: count }, () => ids('ctc'));
  await copy(
    client,
    'organisations (id, name, created_at, updated_at)',
    rowsOf(organisationCount, (index) => [organisations[index] ?? null, `Organisation ${index}`, now, now]),
  );
  await copy(
    client,
    'contacts (id, name, role, organisation_id, lifecycle, emails, notes, created_at, updated_at)',
    rowsOf(count, (index) => {
      const { name, role, organisation, lifecycle, emails, notes } = personOf(index);
      const organisationId = organisation === null ? null : (organisations[organisation] ?? null);
      return [contacts[index] ?? null, name, role, organisationId, lifecycle, `{${emails.join()}}`, notes, now, now];
    }),
  );
  await copy(
    client,
    'phones (id, contact_id, position, raw, e164, digits, country, line_kind, kind, is_primary, created_at)',
    rowsOf(count, (index) => {
      const { raw, e164, country, lineKind } = personOf(index).phone;
      const kind = lineKind === 'mobile' ? 'mobile' : 'work';
      return [ids('phn'), contacts[index] ?? null, 0, raw, e164, e164.slice(1), country, lineKind, kind, true, now];
    }),
  );
}

const rowsPerChunk = 2_000;

/** Lines of COPY's text format, many at once. */
function* rowsOf(count: number, row: (index: number) => Cell[]): Generator<string> {
  for (let first = 0; first < count; first += rowsPerChunk) {
    const length = Math.min(rowsPerChunk, count - first);
    yield Array.from(
      { length },
      (_, at) =>
        `${row(first + at)
          .map(cellText)
          .join('\t')}\n`,
    ).join('');
  }
}

const cellText = (cell: Cell): string => (cell === null ? '\\N' : String(cell));

async function copy(client: pg.Client, target: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${target} from stdin`)));
}
