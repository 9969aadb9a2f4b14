/**
 * Kinds of records that change hands. Each is one table with a column for whose it is; `server/app` hands in the list,
 * so that another kind joins with one line.
 */
import type { KindsOf } from '../../contract/audit-actions.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

export type HandOverKindName = 'contacts' | 'organisations' | 'deals' | 'tasks' | 'missedCalls';

export interface Only {
  /** Only these clients, and what is about them. */
  contactIds?: readonly string[] | undefined;
  /** Only clients of these life-cycles. */
  lifecycles?: readonly string[] | undefined;
}

export interface HandOverKind {
  kind: HandOverKindName;
  /** `contact`: the audit of each record says `contact.handed-over`. */
  record: KindsOf<'handed-over'>;
  /** How many of this agent's records would go. */
  count(sql: Sql, fromAgentId: string, only: Only): Promise<number>;
  /** How many each of these agents has. */
  loads(sql: Sql, agentIds: readonly string[]): Promise<Map<string, number>>;
  /** Holds the records that go, in the order in which they are dealt. */
  lock(tx: Tx, fromAgentId: string, only: Only): Promise<{ id: string; contactId: string | null }[]>;
  /** Gives each record to its agent, in one statement. */
  give(tx: Tx, ids: readonly string[], agentIds: readonly string[], now: Date): Promise<void>;
  /** Gives back what this agent still has, and returns its ids. */
  back(tx: Tx, ids: readonly string[], agentId: string, fromAgentId: string, now: Date): Promise<string[]>;
}

export interface OwnedTable {
  kind: HandOverKindName;
  record: KindsOf<'handed-over'>;
  table: string;
  agentColumn: string;
  /** Column of the client it is about; left out: none. The record is the client itself: `id`. */
  contactColumn?: string;
  /** True when the record has a life-cycle. */
  hasLifecycle?: boolean;
  hasUpdatedAt?: boolean;
  /** More assignments; `t` is the record, `a` the agent who gets it. */
  also?(tx: Tx): SqlQuery;
  /** Which records are alive: only those change hands, and only those come back. */
  alive(sql: Sql): SqlQuery;
}

export function ownedTable(definition: OwnedTable): HandOverKind {
  const { kind, record, table, agentColumn, contactColumn, hasLifecycle, hasUpdatedAt, also, alive } = definition;
  /** Of records without a life-cycle: those about such clients. */
  const ofLifecycles = (sql: Sql, lifecycles: readonly string[]): SqlQuery => {
    const wanted = sql`lifecycle = any(${[...lifecycles]}::text[])`;
    if (hasLifecycle) return wanted;
    if (!contactColumn) return sql`false`;
    return sql`${sql(contactColumn)} in (select id from contacts where ${wanted})`;
  };
  const where = (sql: Sql, agentId: string, { contactIds, lifecycles }: Only) =>
    sql.and([
      sql`${sql(agentColumn)} = ${agentId}`,
      alive(sql),
      contactIds !== undefined &&
        (contactColumn ? sql`${sql(contactColumn)} = any(${[...contactIds]}::text[])` : sql`false`),
      lifecycles !== undefined && ofLifecycles(sql, lifecycles),
    ]);
  const touched = (tx: Tx, now: Date) => {
    const version = hasUpdatedAt ? tx`version = t.version + 1, updated_at = ${now}` : tx`version = t.version + 1`;
    return also ? tx`${version}, ${also(tx)}` : version;
  };
  return {
    kind,
    record,
    async count(sql, fromAgentId, only) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from ${sql(table)} where ${where(sql, fromAgentId, only)}`;
      return row?.count ?? 0;
    },
    async loads(sql, agentIds) {
      const rows = await sql<{ id: string; count: number }[]>`
        select ${sql(agentColumn)} as id, count(*)::int as count from ${sql(table)}
        where ${sql(agentColumn)} = any(${[...agentIds]}::text[]) and ${alive(sql)} group by 1`;
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    lock: async (tx, fromAgentId, only) => tx<{ id: string; contactId: string | null }[]>`
      select id, ${contactColumn ? tx(contactColumn) : tx.unsafe('null::text')} as "contactId" from ${tx(table)}
      where ${where(tx, fromAgentId, only)} order by id for update`,
    async give(tx, ids, agentIds, now) {
      await tx`
        update ${tx(table)} t set ${tx(agentColumn)} = g.agent_id, team_id = a.team_id, ${touched(tx, now)}
        from unnest(${[...ids]}::text[], ${[...agentIds]}::text[]) as g(id, agent_id) join agents a on a.id = g.agent_id
        where t.id = g.id`;
    },
    async back(tx, ids, agentId, fromAgentId, now) {
      const rows = await tx<{ id: string }[]>`
        update ${tx(table)} t set ${tx(agentColumn)} = a.id, team_id = a.team_id, ${touched(tx, now)}
        from agents a
        where a.id = ${fromAgentId} and t.id = any(${[...ids]}::text[]) and t.${tx(agentColumn)} = ${agentId}
          and ${alive(tx)} returning t.id`;
      return rows.map(({ id }) => id);
    },
  };
}
