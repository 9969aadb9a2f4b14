/** The plain kind of what changes hands: a table with a column for whose a record is. */
import type { KindsOf } from '../../contract/audit-actions.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { Permission } from '../access/permissions.ts';
import { type OwnerColumns, visiblePredicate } from '../access/visible-predicate.ts';
import { type Asked, type Dealt, type HandOverKind, type HandOverKindName, recordsOf } from './hand-over-kinds.ts';

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
  /** The right to see such records, and by which columns it is decided; left out: agent and team. */
  read: Permission;
  owner?: OwnerColumns;
  /** More assignments; `t` is the record, `a.id` the agent who gets it, or null. */
  also?(tx: Tx): SqlQuery;
  /** Which records are alive: only those change hands, and only those come back. */
  alive(sql: Sql): SqlQuery;
}

/** Teams of records that were nobody's, by record: those of a team's go back to the team. */
type Teams = Record<string, string>;

const teamsOf = (records: readonly Dealt[]): Teams =>
  Object.fromEntries(records.flatMap(({ id, teamId }) => (teamId === null ? [] : [[id, teamId]])));

/** Which records go. */
function conditionsOf(definition: OwnedTable) {
  const { kind, agentColumn, contactColumn, hasLifecycle, read, alive } = definition;
  const owner = definition.owner ?? { ownerAgent: agentColumn, team: 'team_id' };
  /** Of records without a life-cycle: those about such clients. */
  const ofLifecycles = (sql: Sql, lifecycles: readonly string[]): SqlQuery => {
    const wanted = sql`lifecycle = any(${[...lifecycles]}::text[])`;
    if (hasLifecycle) return wanted;
    if (!contactColumn) return sql`false`;
    return sql`${sql(contactColumn)} in (select id from contacts where ${wanted})`;
  };
  return (sql: Sql, { fromAgentId, only, reader }: Asked): SqlQuery => {
    const { contactIds, lifecycles } = only;
    const ids = recordsOf(only, kind);
    return sql.and([
      fromAgentId === null ? sql`${sql(agentColumn)} is null` : sql`${sql(agentColumn)} = ${fromAgentId}`,
      fromAgentId === null && visiblePredicate(sql, reader, 'contacts.hand-over', owner),
      fromAgentId === null && visiblePredicate(sql, reader, read, owner),
      alive(sql),
      ids !== undefined && sql`id = any(${[...ids]}::text[])`,
      contactIds !== undefined &&
        (contactColumn ? sql`${sql(contactColumn)} = any(${[...contactIds]}::text[])` : sql`false`),
      lifecycles !== undefined && ofLifecycles(sql, lifecycles),
    ]);
  };
}

/** Who gets each of these records back (`a.id`, with the team): a colleague, or nobody with the team it was of. */
function receivers(tx: Tx, ids: readonly string[], fromAgentId: string | null, teams: Teams): SqlQuery {
  if (fromAgentId !== null)
    return tx`(select r.record_id, g.id, g.team_id from unnest(${[...ids]}::text[]) as r(record_id)
      join agents g on g.id = ${fromAgentId})`;
  return tx`(select r.record_id, null::text as id, k.team_id from unnest(${[...ids]}::text[]) as r(record_id)
    left join unnest(${Object.keys(teams)}::text[], ${Object.values(teams)}::text[]) as k(record_id, team_id)
      on k.record_id = r.record_id)`;
}

export function ownedTable(definition: OwnedTable): HandOverKind {
  const { kind, record, table, agentColumn, contactColumn, hasUpdatedAt, also, alive } = definition;
  const where = conditionsOf(definition);
  const touched = (tx: Tx, now: Date) => {
    const version = hasUpdatedAt ? tx`version = t.version + 1, updated_at = ${now}` : tx`version = t.version + 1`;
    return also ? tx`${version}, ${also(tx)}` : version;
  };
  return {
    kind,
    actions: { over: `${record}.handed-over`, back: `${record}.handed-back` },
    async count(sql, asked) {
      const [row] = await sql<{ count: number }[]>`
        select count(*)::int as count from ${sql(table)} where ${where(sql, asked)}`;
      return row?.count ?? 0;
    },
    async among(sql, asked, ids) {
      const rows = await sql<{ id: string }[]>`
        select id from ${sql(table)} where id = any(${[...ids]}::text[]) and ${where(sql, asked)}`;
      return rows.map(({ id }) => id);
    },
    async loads(sql, agentIds) {
      const rows = await sql<{ id: string; count: number }[]>`
        select ${sql(agentColumn)} as id, count(*)::int as count from ${sql(table)}
        where ${sql(agentColumn)} = any(${[...agentIds]}::text[]) and ${alive(sql)} group by 1`;
      return new Map(rows.map(({ id, count }) => [id, count]));
    },
    lock: async (tx, asked) => tx<{ id: string; contactId: string | null; teamId: string | null }[]>`
      select id, ${contactColumn ? tx(contactColumn) : tx.unsafe('null::text')} as "contactId", team_id as "teamId"
      from ${tx(table)} where ${where(tx, asked)} order by id for update`,
    async give(tx, records, fromAgentId, now) {
      const [ids, agentIds] = [records.map(({ id }) => id), records.map(({ agentId }) => agentId)];
      await tx`
        update ${tx(table)} t set ${tx(agentColumn)} = g.agent_id, team_id = a.team_id, ${touched(tx, now)}
        from unnest(${ids}::text[], ${agentIds}::text[]) as g(id, agent_id) join agents a on a.id = g.agent_id
        where t.id = g.id`;
      return fromAgentId === null ? teamsOf(records) : undefined;
    },
    async back(tx, { ids, agentId, fromAgentId, kept, now }) {
      const rows = await tx<{ id: string }[]>`
        update ${tx(table)} t set ${tx(agentColumn)} = a.id, team_id = a.team_id, ${touched(tx, now)}
        from ${receivers(tx, ids, fromAgentId, (kept ?? {}) as Teams)} a
        where t.id = a.record_id and t.${tx(agentColumn)} = ${agentId} and ${alive(tx)} returning t.id`;
      return rows.map(({ id }) => id);
    },
  };
}
