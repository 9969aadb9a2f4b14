/** SQL of deals. Reads of several pass through the access predicate that the caller gives. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import type { DealParts, DealRow } from './deal-row.ts';

const columns = `
  d.id, d.title, d.pipeline_id, d.stage_id, s.name as stage_name, d.last_open_stage_id, d.state, d.mode,
  d.contact_id, c.name as contact_name, c.owner_agent_id as contact_owner_agent_id, c.team_id as contact_team_id,
  c.is_private as contact_is_private, d.type_id, p.id as partner_id, p.name as partner_name,
  p.owner_agent_id as partner_owner_agent_id, p.team_id as partner_team_id,
  d.organisation_id, o.name as organisation_name, o.owner_agent_id as organisation_owner_agent_id, o.team_id as organisation_team_id,
  d.owner_agent_id, a.name as owner_name, d.agent_ids, d.team_id, d.potential, d.max_potential, d.probability,
  d.expected_sum, d.expected_close, d.main_interest, d.source_id, d.advertising_channel, d.loss_reason_id,
  l.name as loss_reason_name, d.loss_comment, d.custom, d.call_ids, d.stage_since, d.closed_at, d.version, d.created_at,
  d.updated_at, d.deleted_at`;
const joins = `
  join deal_stages s on s.id = d.stage_id
  left join contacts c on c.id = d.contact_id and c.deleted_at is null
  left join organisations o on o.id = d.organisation_id and o.deleted_at is null
  left join organisations p on p.id = d.partner_id and p.deleted_at is null
  left join agents a on a.id = d.owner_agent_id
  left join loss_reasons l on l.id = d.loss_reason_id`;

export const dealOwner = { ownerAgents: 'd.agent_ids', team: 'd.team_id' } as const;

export async function selectDeals(sql: Sql, ids: readonly string[]): Promise<DealRow[]> {
  return sql<DealRow[]>`
    select ${sql.unsafe(columns)} from deals d ${sql.unsafe(joins)} where d.id = any(${[...ids]}::text[])`;
}

/** Holds a deal until the transaction ends, so that changes come one after the other. */
export async function lockDeal(tx: Tx, id: string): Promise<DealRow | null> {
  const [locked] = await tx`select from deals where id = ${id} for update`;
  return locked ? ((await selectDeals(tx, [id]))[0] ?? null) : null;
}

export type DealOrder = 'newest' | 'stage' | 'largest' | 'closing';

/** How a page is ordered, and how a cursor continues it; each has an index. */
const orders: Record<DealOrder, { by: string; column: string; type: string; sign: '<' | '>' }> = {
  newest: { by: 'd.created_at desc, d.id desc', column: 'd.created_at', type: 'timestamptz', sign: '<' },
  stage: { by: 'd.stage_since desc, d.id desc', column: 'd.stage_since', type: 'timestamptz', sign: '<' },
  largest: { by: 'd.potential desc, d.id desc', column: 'd.potential', type: 'numeric', sign: '<' },
  closing: { by: 'd.expected_close, d.id', column: 'd.expected_close', type: 'date', sign: '>' },
};

export interface DealPage {
  where: SqlQuery;
  order: DealOrder;
  /** Sort key and id of the last deal of the page before. */
  after: readonly string[] | null;
  limit: number;
}

/** One more than asked for says that there are more. Ordered before anything is joined, so that only a page is. */
export async function selectDealPage(sql: Sql, { where, order, after, limit }: DealPage): Promise<DealRow[]> {
  const { by, column, type, sign } = orders[order];
  const rest =
    after &&
    sql`(${sql.unsafe(column)}, d.id) ${sql.unsafe(sign)} (${after[0]}::text::${sql.unsafe(type)}, ${after[1]})`;
  return sql<DealRow[]>`
    select ${sql.unsafe(columns)} from (
      select * from deals d where ${sql.and([sql`d.deleted_at is null`, where, rest])}
      order by ${sql.unsafe(by)} limit ${limit + 1}) d ${sql.unsafe(joins)}
    order by ${sql.unsafe(by)}`;
}

export interface StageTotal {
  stage_id: string;
  count: number;
  potential: string;
  expected: string;
}

/** Count and sums of each stage, from an index alone. */
export async function selectTotals(sql: Sql, where: SqlQuery): Promise<StageTotal[]> {
  return sql<StageTotal[]>`
    select d.stage_id, count(*)::int as count, sum(d.potential)::text as potential, sum(d.expected_sum)::text as expected
    from deals d where ${where} group by d.stage_id`;
}

/**
 * The same of all open deals of a pipeline, kept with every change of a deal (deal_totals): only for whoever sees all of them.
 * @param ownerId only deals of this owner
 */
export async function selectKeptTotals(
  sql: Sql,
  pipelineId: string,
  ownerId: string | undefined,
): Promise<StageTotal[]> {
  const where = sql.and([sql`pipeline_id = ${pipelineId}`, ownerId !== undefined && sql`owner_agent_id = ${ownerId}`]);
  return sql<StageTotal[]>`
    select stage_id, sum(count)::int as count, sum(potential)::text as potential, sum(expected_sum)::text as expected
    from deal_totals where ${where} group by stage_id`;
}

/** A part of a time-line, newest first; or open deals of a person for a card. */
export async function selectDealsOf(
  sql: Sql,
  { where, before, limit }: { where: SqlQuery; before: { at: string; id: string } | null; limit: number },
): Promise<DealRow[]> {
  const rest = before && sql`(d.created_at, d.id) < (${before.at}::timestamptz, ${before.id})`;
  return sql<DealRow[]>`
    select ${sql.unsafe(columns)} from deals d ${sql.unsafe(joins)}
    where ${sql.and([sql`d.deleted_at is null`, where, rest])}
    order by d.created_at desc, d.id desc limit ${limit}`;
}

/** What hangs on a deal. */
export async function selectParts(sql: Sql, deal: Pick<DealRow, 'id' | 'last_open_stage_id'>): Promise<DealParts> {
  const [managers, contacts, tasks] = await Promise.all([
    sql<{ id: string; name: string; role: string }[]>`
      select a.id, a.name, m.role from deal_managers m join agents a on a.id = m.agent_id
      where m.deal_id = ${deal.id} order by m.position`,
    sql<
      {
        id: string;
        name: string;
        role: string;
        owner_agent_id: string | null;
        team_id: string | null;
        is_private: boolean;
      }[]
    >`
      select c.id, c.name, p.role, c.owner_agent_id, c.team_id, c.is_private from deal_contacts p
      join contacts c on c.id = p.contact_id and c.deleted_at is null
      where p.deal_id = ${deal.id} order by p.position`,
    sql<{ id: string; title: string; done: boolean; required: boolean; due_at: Date | null; version: number }[]>`
      select t.id, t.title, t.done, dt.required, t.due_at, t.version from deal_tasks dt join tasks t on t.id = dt.task_id
      where dt.deal_id = ${deal.id} and dt.stage_id = ${deal.last_open_stage_id} order by t.created_at, t.id`,
  ]);
  return {
    managers: managers.map(({ id, name, role }) => ({ agent: { id, name }, role })),
    contacts: contacts.map((row) => ({
      contactId: row.id,
      name: row.name,
      role: row.role,
      ownerAgentId: row.owner_agent_id,
      teamId: row.team_id,
      isPrivate: row.is_private,
    })),
    stageTasks: tasks.map((row) => ({
      taskId: row.id,
      title: row.title,
      done: row.done,
      required: row.required,
      dueAt: row.due_at?.toISOString() ?? null,
      version: row.version,
    })),
  };
}

export type DealColumns = Partial<{
  title: string;
  pipeline_id: string;
  stage_id: string;
  last_open_stage_id: string;
  state: string;
  mode: string;
  contact_id: string | null;
  organisation_id: string | null;
  owner_agent_id: string | null;
  agent_ids: string[];
  team_id: string | null;
  potential: string;
  max_potential: string;
  probability: number;
  type_id: string | null;
  partner_id: string | null;
  expected_close: string | null;
  main_interest: string;
  source_id: string | null;
  advertising_channel: string;
  loss_reason_id: string | null;
  loss_comment: string;
  call_ids: string[];
  stage_since: Date;
  closed_at: Date | null;
  deleted_at: Date | null;
}>;

export async function insertDeal(tx: Tx, id: string, row: DealColumns, custom: object, now: Date): Promise<void> {
  await tx`insert into deals ${tx({ id, ...row, custom: tx.json(custom), created_at: now, updated_at: now })}`;
}

/** Changes columns and raises the version; returns the new one. */
export async function updateDeal(tx: Tx, id: string, row: DealColumns, now: Date, custom?: object): Promise<number> {
  const rest = custom === undefined ? tx.empty : tx`, custom = ${tx.json(custom)}`;
  const [updated] = await tx<{ version: number }[]>`
    update deals set ${tx({ ...row, updated_at: now })} ${rest}, version = version + 1 where id = ${id} returning version`;
  return updated?.version ?? 0;
}

export async function replaceManagers(tx: Tx, dealId: string, managers: readonly { agentId: string; role: string }[]) {
  await tx`delete from deal_managers where deal_id = ${dealId}`;
  const rows = managers.map(({ agentId, role }, position) => ({ deal_id: dealId, agent_id: agentId, role, position }));
  if (rows.length > 0) await tx`insert into deal_managers ${tx(rows)}`;
}

/** People who take part beside the main one, whoever reads. */
export async function selectTakingPart(sql: Sql, dealId: string): Promise<string[]> {
  const rows = await sql<{ contact_id: string }[]>`
    select contact_id from deal_contacts where deal_id = ${dealId} order by position`;
  return rows.map((row) => row.contact_id);
}

export async function replaceContacts(tx: Tx, dealId: string, people: readonly { contactId: string; role: string }[]) {
  await tx`delete from deal_contacts where deal_id = ${dealId}`;
  const rows = people.map(({ contactId, role }, position) => ({
    deal_id: dealId,
    contact_id: contactId,
    role,
    position,
  }));
  if (rows.length > 0) await tx`insert into deal_contacts ${tx(rows)}`;
}

export async function countLines(sql: Sql, dealId: string): Promise<{ offered: number; sold: number }> {
  const [row] = await sql<{ offered: number; sold: number }[]>`
    select count(*) filter (where kind = 'offered')::int as offered, count(*) filter (where kind = 'sold')::int as sold
    from deal_lines where deal_id = ${dealId}`;
  return row ?? { offered: 0, sold: 0 };
}
