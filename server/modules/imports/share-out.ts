/**
 * New records of an import shared out among several colleagues, one to each in turn. Whose turn it is goes by the rows of the
 * file alone, a thousand at a time: whoever writes a batch again, or after a crash, gives every record to the same colleague.
 */
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

/** Batches of writing are whole multiples of it. */
export const rowsPerTurn = 1_000;

interface Rows {
  importId: string;
  /** Rows after this one, up to and with the other. */
  after: number;
  upTo: number;
}

type Owners = Pick<ImportDefaults, 'ownerId' | 'ownerIds'>;

export interface NewOwner {
  /** Joined to `import_rows r`. */
  join: SqlQuery;
  /** The agent that a new record gets whose row names no owner; null: nobody. */
  agentId: SqlQuery;
}

const block = (sql: Sql, row: 'n.row' | 'r.row') => sql`((${sql(row)} - 1) / ${rowsPerTurn}::int)`;
/** Rows that become a record and name nobody whose it is. */
const hasTurn = (sql: Sql) => sql`n.problem is null and n.action is null and n.owner_agent_id is null`;
/** Every thousand begins with the next colleague, so that nobody is always the first. */
const taker = (sql: Sql, { ownerIds }: Owners, place: SqlQuery, thousand: SqlQuery) =>
  sql`(${[...ownerIds]}::text[])[1 + (${place} + ${thousand}) % ${ownerIds.length}::int]`;

/** @example insert … select … from import_rows r ${join} left join agents a on a.id = coalesce(r.owner_agent_id, ${agentId}) */
export function newOwner(sql: Sql, { importId, after, upTo }: Rows, owners: Owners): NewOwner {
  if (owners.ownerIds.length === 0) return { join: sql.empty, agentId: sql`${owners.ownerId}::text` };
  const thousand = block(sql, 'n.row');
  const place = sql`(row_number() over (partition by ${thousand} order by n.row) - 1)`;
  return {
    join: sql`
      left join (
        select n.row, ${taker(sql, owners, place, thousand)} as agent_id from import_rows n
        where n.import_id = ${importId} and n.row > ${after} and n.row <= ${upTo} and ${hasTurn(sql)}) turn on turn.row = r.row`,
    agentId: sql`turn.agent_id`,
  };
}

/** The same of a few rows, which are shown before anything is written. */
export function ownerToBe(sql: Sql, importId: string, owners: Owners): SqlQuery {
  if (owners.ownerIds.length === 0) return sql`${owners.ownerId}::text`;
  const thousand = block(sql, 'r.row');
  const place = sql`(
    select count(*) from import_rows n
    where n.import_id = ${importId} and n.row > ${thousand} * ${rowsPerTurn}::int and n.row < r.row and ${hasTurn(sql)})`;
  return taker(sql, owners, place, thousand);
}
