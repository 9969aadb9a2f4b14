/** Seats of further managers change hands: who takes over sits at the deal in the place of who leaves; its owner stays. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { type Asked, type HandOverKind, type Held, recordsOf } from '../hand-overs/hand-over-kinds.ts';

/** A seat that went, since who took over sat at that deal already. */
interface Dropped {
  id: string;
  role: string;
  position: number;
}

const alive = (sql: Sql): SqlQuery => sql`d.state = 'open' and d.deleted_at is null`;

/** Nobody sits nowhere: of what is nobody's there are no seats. */
function where(sql: Sql, { fromAgentId, only }: Asked): SqlQuery {
  const { contactIds, lifecycles } = only;
  const ids = recordsOf(only, 'managedDeals');
  return sql.and([
    sql`m.agent_id = ${fromAgentId}::text`,
    alive(sql),
    ids !== undefined && sql`d.id = any(${[...ids]}::text[])`,
    contactIds !== undefined && sql`d.contact_id = any(${[...contactIds]}::text[])`,
    lifecycles !== undefined &&
      sql`d.contact_id in (select id from contacts where lifecycle = any(${[...lifecycles]}::text[]))`,
  ]);
}

/** Everybody whose a deal is follows its owner and its seats. */
async function recount(tx: Tx, ids: readonly string[], now: Date): Promise<void> {
  await tx`
    update deals t set version = t.version + 1, updated_at = ${now},
      agent_ids = array_remove(array_prepend(t.owner_agent_id, coalesce((
        select array_agg(o.agent_id order by o.position) from deal_managers o
        where o.deal_id = t.id and o.agent_id is distinct from t.owner_agent_id), '{}')), null)
    where t.id = any(${[...ids]}::text[])`;
}

export const managedDeals: HandOverKind = {
  kind: 'managedDeals',
  actions: { over: 'deal.seat-handed-over', back: 'deal.seat-handed-back' },
  async count(sql, asked) {
    const [row] = await sql<{ count: number }[]>`
      select count(*)::int as count from deal_managers m join deals d on d.id = m.deal_id where ${where(sql, asked)}`;
    return row?.count ?? 0;
  },
  async among(sql, asked, ids) {
    const rows = await sql<{ id: string }[]>`
      select d.id from deal_managers m join deals d on d.id = m.deal_id
      where d.id = any(${[...ids]}::text[]) and ${where(sql, asked)}`;
    return rows.map(({ id }) => id);
  },
  async loads(sql, agentIds) {
    const rows = await sql<{ id: string; count: number }[]>`
      select m.agent_id as id, count(*)::int as count from deal_managers m join deals d on d.id = m.deal_id
      where m.agent_id = any(${[...agentIds]}::text[]) and ${alive(sql)} group by 1`;
    return new Map(rows.map(({ id, count }) => [id, count]));
  },
  lock: async (tx, asked) => tx<Held[]>`
    select d.id, d.contact_id as "contactId", d.team_id as "teamId" from deal_managers m join deals d on d.id = m.deal_id
    where ${where(tx, asked)} order by d.id for update of d`,
  async give(tx, records, fromAgentId, now): Promise<Dropped[]> {
    const [ids, agentIds] = [records.map(({ id }) => id), records.map(({ agentId }) => agentId)];
    const dropped = await tx<Dropped[]>`
      delete from deal_managers m using unnest(${ids}::text[], ${agentIds}::text[]) as g(id, agent_id), deals d
      where m.deal_id = g.id and m.agent_id = ${fromAgentId} and d.id = g.id and (d.owner_agent_id = g.agent_id
        or exists (select from deal_managers o where o.deal_id = g.id and o.agent_id = g.agent_id))
      returning m.deal_id as id, m.role, m.position`;
    await tx`
      update deal_managers m set agent_id = g.agent_id
      from unnest(${ids}::text[], ${agentIds}::text[]) as g(id, agent_id)
      where m.deal_id = g.id and m.agent_id = ${fromAgentId}`;
    await recount(tx, ids, now);
    return [...dropped];
  },
  async back(tx, { ids, agentId, fromAgentId, kept, now }) {
    const dropped = ((kept ?? []) as Dropped[]).filter(({ id }) => ids.includes(id));
    const gone = dropped.map(({ id }) => id);
    const returned = await tx<{ id: string }[]>`
      update deal_managers m set agent_id = ${fromAgentId} from deals d
      where d.id = m.deal_id and m.deal_id = any(${[...ids]}::text[]) and m.agent_id = ${agentId} and ${alive(tx)}
        and m.deal_id <> all(${gone}::text[])
        and not exists (select from deal_managers o where o.deal_id = d.id and o.agent_id = ${fromAgentId})
      returning m.deal_id as id`;
    const seated = await tx<{ id: string }[]>`
      insert into deal_managers (deal_id, agent_id, role, position)
      select d.id, ${fromAgentId}, s.role, s.position
      from jsonb_to_recordset(${tx.json(dropped)}::jsonb) as s (id text, role text, position smallint)
      join deals d on d.id = s.id where ${alive(tx)}
      on conflict do nothing returning deal_id as id`;
    const back = [...returned, ...seated].map(({ id }) => id);
    await recount(tx, back, now);
    return back;
  },
};
