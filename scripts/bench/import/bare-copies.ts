/** What PostgreSQL itself takes for the same people and numbers: copied out once, and copied in again the bare way. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { BenchDatabase } from '../bench-database.ts';

const tables = {
  contacts:
    'id, name, role, organisation_id, lifecycle, owner_agent_id, team_id, emails, notes, vip, time_zone, created_at, updated_at',
  phones:
    'id, contact_id, position, raw, e164, extension, digits, country, line_kind, kind, is_primary, do_not_call, created_at',
} as const;

export interface BareCopies {
  /** Into the tables of the base, as they are, with all their indexes. */
  indexedSeconds: number;
  /** Into tables of the same columns with nothing on them. */
  plainSeconds: number;
}

export async function bareCopies({ url }: BenchDatabase, say: (line: string) => void): Promise<BareCopies> {
  const folder = await mkdtemp(path.join(tmpdir(), 'trunkline-copy-'));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    say('copying the same rows the bare way…');
    for (const [table, columns] of Object.entries(tables))
      await pipeline(
        client.query(copyTo(`copy (select ${columns} from ${table}) to stdout`)),
        createWriteStream(path.join(folder, table)),
      );
    const copyIn = async (prefix: string): Promise<number> => {
      const began = process.hrtime.bigint();
      for (const [table, columns] of Object.entries(tables)) {
        const into = client.query(copyFrom(`copy ${prefix}${table} (${columns}) from stdin`));
        await pipeline(createReadStream(path.join(folder, table)), into);
      }
      return Number(process.hrtime.bigint() - began) / 1e9;
    };
    for (const table of Object.keys(tables))
      await client.query(`create table plain_${table} (like ${table} including defaults)`);
    const plainSeconds = await copyIn('plain_');
    await client.query('truncate contacts cascade');
    return { indexedSeconds: await copyIn(''), plainSeconds };
  } finally {
    await client.end();
    await rm(folder, { recursive: true, force: true });
  }
}
