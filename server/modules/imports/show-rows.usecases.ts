/** Rows of an import for people to look at: what the dry run found, what undoing left. */
import type { z } from 'zod';
import type { importKeptSchema, importRowsQuerySchema, importRowsSchema } from '../../contract/imports.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { noDefaults } from './default-rules.ts';
import { findImport } from './imports.usecases.ts';
import { ownerToBe } from './share-out.ts';

interface FoundRow {
  row: number;
  name: string | null;
  organisation: string | null;
  phones: string[] | null;
  emails: string[] | null;
  because: string | null;
  same_as: number | null;
  record_id: string | null;
  record_name: string | null;
  owner: string | null;
  lifecycle: string | null;
  cells: string[] | null;
}

/** Examples of what the dry run found. The name of a record is told to those who may see it. */
export async function readImportRows(
  platform: Platform,
  principal: Principal,
  { importId, what, after, limit }: { importId: string } & z.output<typeof importRowsQuerySchema>,
): Promise<z.input<typeof importRowsSchema>> {
  const { target, defaults } = await findImport(platform, principal, importId);
  const given = { ...noDefaults, ...defaults };
  const { sql } = platform.database;
  const kind =
    what === 'problem'
      ? sql`r.problem is not null`
      : what === 'create'
        ? sql`r.problem is null and r.action is null`
        : sql`r.action = ${what}`;
  const visible = visiblePredicate(sql, principal, 'contacts.read', {
    ownerAgent: 't.owner_agent_id',
    team: 't.team_id',
    ...(target === 'contacts' ? { isPrivate: 't.is_private' } : {}),
  });
  const rows = await sql<FoundRow[]>`
    select r.row, r.name, r.organisation, r.phone_e164 as phones, r.emails, coalesce(r.problem, r.because) as because,
      r.same_as, t.id as record_id, t.name as record_name, a.name as owner, r.cells,
      case when ${what} = 'create' then coalesce(r.lifecycle, ${given.lifecycle}::text, 'lead') end as lifecycle
    from (
      select * from import_rows r
      where r.import_id = ${importId} and r.row > ${after} and ${kind} order by r.row limit ${limit}) r
    left join ${sql(target)} t on t.id = r.record_id and ${visible}
    left join agents a on ${what} = 'create' and a.id = coalesce(r.owner_agent_id, ${ownerToBe(sql, importId, given)})
    order by r.row`;
  return {
    items: rows.map((row) => ({
      row: row.row,
      name: row.name ?? '',
      organisation: row.organisation,
      phones: row.phones ?? [],
      emails: row.emails ?? [],
      because: row.because,
      sameAs: row.same_as,
      owner: row.owner,
      lifecycle: row.lifecycle,
      cells: what === 'problem' ? row.cells : null,
      record: row.record_id === null ? null : { id: row.record_id, name: row.record_name ?? '' },
    })),
  };
}

/** What undoing left alone, since somebody changed it after the import; a thousand at most. */
export async function readKept(
  platform: Platform,
  principal: Principal,
  importId: string,
): Promise<z.input<typeof importKeptSchema>> {
  await findImport(platform, principal, importId);
  const { sql } = platform.database;
  const visible = (record: string, isPrivate: object) =>
    visiblePredicate(sql, principal, 'contacts.read', {
      ownerAgent: `${record}.owner_agent_id`,
      team: `${record}.team_id`,
      ...isPrivate,
    });
  const rows = await sql<
    { record_id: string; kind: 'contact' | 'organisation'; name: string | null; row: number; kept: string[] }[]
  >`
    select i.record_id, i.kind, coalesce(c.name, o.name) as name, case when i.row < 0 then -i.row / 32 else i.row end as row, i.kept from import_changes i
    left join contacts c on i.kind = 'contact' and c.id = i.record_id and ${visible('c', { isPrivate: 'c.is_private' })}
    left join organisations o on i.kind = 'organisation' and o.id = i.record_id and ${visible('o', {})}
    where i.import_id = ${importId} and i.undone = 'kept' order by i.kind, i.row limit 1000`;
  return { items: rows.map(({ record_id: recordId, ...rest }) => ({ recordId, ...rest })) };
}
