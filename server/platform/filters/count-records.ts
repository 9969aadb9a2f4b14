/** How many records fit, within a time that somebody who builds a filter is ready to wait. */
import type { Database } from '../database/database.ts';
import { sqlState } from '../database/database-errors.ts';
import type { Sql, SqlQuery } from '../database/sql.ts';
import type { RecordTable } from './page-of-records.ts';

export interface Counted {
  count: number;
  /** False: at least `count`; counting all of them would have taken too long. */
  isExact: boolean;
}

/** Ids of all that fit as another table tells them, deleted records among them; and which of them count. */
export type Held = { ids: SqlQuery } & (
  | {
      /** Live records that do not count: few, which an index finds. Null: all live ones count. */
      unseen: SqlQuery | null;
    }
  | {
      /** Records that count, where those that do not are many: said by columns that one index holds. */
      counted: SqlQuery;
    }
);

/** So many records are read one by one, by their ids; of more ids it is quicker to read all records that count, from one index. */
const usualOneByOne = 40_000;

/** Milliseconds for the whole count, and then for a first part of it. */
const patience = { whole: 2_000, part: 1_000 };
const countedAtMost = 10_000;
const queryCancelled = '57014';

export async function countRecords(
  database: Database,
  table: RecordTable,
  where: SqlQuery,
  held: Held | null = null,
  oneByOne = usualOneByOne,
): Promise<Counted> {
  const from = database.sql.unsafe(table.from);
  const whole = await countWithin(database, patience.whole, (sql) =>
    held ? heldOf(sql, table, { held, oneByOne }) : sql`select count(*) as count from ${from} where ${where}`,
  );
  if (whole !== null) return { count: whole, isExact: true };
  const part = await countWithin(
    database,
    patience.part,
    (sql) => sql`select count(*) as count from (select from ${from} where ${where} limit ${countedAtMost}) part`,
  );
  return { count: part ?? 0, isExact: false };
}

/**
 * Those whom the other table names, less the few of them that do not count; or those of them that count. `offset 0` and `case` keep
 * PostgreSQL from reading all records where it misjudges how many are named.
 */
function heldOf(sql: Sql, table: RecordTable, { held, oneByOne }: { held: Held; oneByOne: number }): SqlQuery {
  const { ids } = held;
  const [from, id] = [sql.unsafe(table.from), sql.unsafe(table.id)];
  if ('counted' in held)
    return sql`with few as materialized (select one.id from (${ids}) one(id) limit ${oneByOne + 1})
      select case when (select count(*) from few) <= ${oneByOne}
        then (select count(*) from (select distinct few.id from few) one,
          lateral (select from ${from} where ${id} = one.id and ${held.counted} offset 0) seen)
        else (select count(*) from (select ${id} from ${from} where ${held.counted} offset 0) seen(id)
          where case when seen.id in (${ids}) then true end) end as count`;
  const those = (which: SqlQuery) => sql`(select count(*) from ${from} where ${which} and ${id} in (${ids}))`;
  return sql`select (select count(distinct one.id) from (${ids}) one(id))
    - ${those(sql`not (${sql.unsafe(table.live)})`)} - ${held.unseen ? those(held.unseen) : sql.unsafe('0')} as count`;
}

/** Null: it took longer than that. */
async function countWithin(database: Database, ms: number, question: (sql: Sql) => SqlQuery): Promise<number | null> {
  try {
    return await database.transaction(
      async (tx) => {
        // Ids of a million records must fit the memory of one step, or each of them is sought among all the others.
        await tx.unsafe(`set local statement_timeout = ${ms}; set local work_mem = '64MB'`);
        const rows = await tx<{ count: number }[]>`${question(tx)}`;
        return rows[0]?.count ?? 0;
      },
      { readOnly: true },
    );
  } catch (error) {
    if (sqlState(error) === queryCancelled) return null;
    throw error;
  }
}
