/**
 * How long statements take inside PostgreSQL: each is prepared as the server prepares it, and EXPLAIN ANALYZE runs what was
 * prepared. Neither the network nor the driver is in the figure, planning is, as far as a prepared statement is planned.
 */
import pg from 'pg';
import { columnTypes } from '../../../server/platform/database/column-types.ts';
import { type CompiledSql, createSql, type Sql } from '../../../server/platform/database/sql.ts';
import { statementName } from '../../../server/platform/database/statement-names.ts';

export type DatabaseTimer = {
  /** For usecases: answers as the database's own `sql` does. */
  sql: Sql;
  /** Milliseconds that the statements since the last call took in the database. */
  takeMs(): number;
  close(): Promise<void>;
};

type Plan = { 'Planning Time': number; 'Execution Time': number };

export async function openDatabaseTimer(url: string): Promise<DatabaseTimer> {
  const client = new pg.Client({ connectionString: url, types: columnTypes });
  await client.connect();
  let milliseconds = 0;

  async function explain({ text, values }: CompiledSql, name: string | null): Promise<void> {
    const statement = name === null ? text : `execute ${client.escapeIdentifier(name)}${literals(values)}`;
    const { rows } = await client.query<{ 'QUERY PLAN': Plan[] }>(
      `explain (analyze, timing off, format json) ${statement}`,
    );
    const plan = rows[0]?.['QUERY PLAN'][0];
    milliseconds += (plan?.['Planning Time'] ?? Number.NaN) + (plan?.['Execution Time'] ?? Number.NaN);
  }

  const literals = (values: readonly unknown[]): string =>
    `(${values.map((value) => client.escapeLiteral(textOf(value))).join(', ')})`;

  return {
    sql: createSql(async (compiled) => {
      const { text, values } = compiled;
      const name = statementName(text, values.length);
      const answer = await client.query(name === null ? { text, values } : { name, text, values });
      await explain(compiled, name);
      return { rows: answer.rows, count: answer.rowCount ?? 0 };
    }),
    takeMs() {
      const taken = milliseconds;
      milliseconds = 0;
      return taken;
    },
    close: () => client.end(),
  };
}

/** A value as PostgreSQL reads it: `{"a","b"}` for lists. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map((each) => JSON.stringify(String(each))).join(',')}}`;
  return String(value);
}
