/** SQL of leads. */
import type { LeadReason, leadGivenWhy } from '../../contract/leads.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { LeadCandidate, LeadToGive } from './decide-lead-owner.ts';

/** Decisions come one after the other, on all servers: otherwise two would see the same turn. */
export async function lockTurns(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('lead_turns'), 0)`;
}

interface CandidateRow {
  id: string;
  name: string;
  team_id: string | null;
  state: string;
  turn: number;
  open_leads: number;
  skill_ids: string[];
}

/** At the telephone or at work with a call. */
const presentStates: ReadonlySet<string> = new Set(['ready', 'ringing', 'on-call', 'wrap-up']);

/** Everybody who works here. */
export async function selectCandidates(sql: Sql): Promise<LeadCandidate[]> {
  const rows = await sql<CandidateRow[]>`
    select a.id, a.name, a.team_id, coalesce(p.state, 'off') as state, coalesce(t.turn, 0) as turn,
      (select count(*)::int from contacts c
        where c.lifecycle = 'lead' and c.owner_agent_id = a.id and c.deleted_at is null) as open_leads,
      array(select s.skill_id from agent_skills s where s.agent_id = a.id order by s.skill_id) as skill_ids
    from agents a
    left join agent_presence p on p.agent_id = a.id
    left join lead_turns t on t.agent_id = a.id
    where a.active order by a.id`;
  return rows.map(({ id, name, team_id, state, turn, open_leads, skill_ids }) => ({
    agentId: id,
    name,
    teamId: team_id,
    isPresent: presentStates.has(state),
    skillIds: skill_ids,
    openLeads: open_leads,
    turn,
  }));
}

/** What the rules ask of each person, but where the number is from. */
export async function selectLeads(
  sql: Sql,
  ids: readonly string[],
): Promise<Map<string, Pick<LeadToGive, 'organisationOwnerId' | 'sourceId' | 'channel'>>> {
  const rows = await sql<{ id: string; owner: string | null; source_id: string | null; channel: string }[]>`
    select c.id, o.owner_agent_id as owner, c.source_id, c.advertising_channel as channel
    from contacts c left join organisations o on o.id = c.organisation_id and o.deleted_at is null
    where c.id = any(${[...ids]}::text[])`;
  return new Map(
    rows.map(({ id, owner, source_id, channel }) => [id, { organisationOwnerId: owner, sourceId: source_id, channel }]),
  );
}

/**
 * Of these people those who are leads now come down as such; who did already stays as it was.
 * @param at when they became one; null: when they were made
 * @param wereLeads true: all of them came as leads, whatever a deal has made of them since
 */
export async function insertLeads(
  sql: Sql,
  contactIds: readonly string[],
  { at = null, wereLeads = false }: { at?: Date | null; wereLeads?: boolean } = {},
): Promise<void> {
  await sql`
    insert into leads (contact_id, came_at)
    select id, coalesce(${at}::timestamptz, created_at) from contacts
    where id = any(${[...contactIds]}::text[]) and (${wereLeads} or lifecycle = 'lead') order by id
    on conflict do nothing`;
}

/** Of these people the leads that nobody owns and that were never given to anybody, the oldest first. */
export async function selectOwnerless(sql: Sql, contactIds: readonly string[]): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select c.id from contacts c
    where c.id = any(${[...contactIds]}::text[]) and c.lifecycle = 'lead' and c.owner_agent_id is null
      and c.deleted_at is null and not exists (select from lead_hand_overs h where h.contact_id = c.id)
    order by c.created_at, c.id`;
  return rows.map(({ id }) => id);
}

export interface HandOver {
  id: string;
  contactId: string;
  agentId: string;
  fromAgentId: string | null;
  why: (typeof leadGivenWhy)[number];
  reason: LeadReason;
  at: Date;
}

/** Ends the one before and writes down the new one; it was the agent's turn. */
export async function insertHandOver(tx: Tx, handOver: HandOver): Promise<number> {
  const { id, contactId, agentId, fromAgentId, why, reason, at } = handOver;
  await tx`update lead_hand_overs set ended_at = ${at} where contact_id = ${contactId} and ended_at is null`;
  const row = { id, contact_id: contactId, agent_id: agentId, from_agent_id: fromAgentId, why, given_at: at };
  await tx`insert into lead_hand_overs ${tx({ ...row, reason: tx.json(reason) })}`;
  const [turn] = await tx<{ turn: number }[]>`
    insert into lead_turns (agent_id, turn) select ${agentId}, coalesce(max(turn), 0) + 1 from lead_turns
    on conflict (agent_id) do update set turn = excluded.turn returning turn`;
  return turn?.turn ?? 0;
}

/** Ends those that are over: somebody did something with the lead, it has another owner, or it is no lead any more. */
export async function endTouched(tx: Tx, before: Date, now: Date): Promise<void> {
  await tx`
    update lead_hand_overs h set ended_at = ${now} from contacts c
    where h.ended_at is null and h.given_at <= ${before} and c.id = h.contact_id and (
      c.deleted_at is not null or c.lifecycle <> 'lead' or c.owner_agent_id is distinct from h.agent_id
      or c.updated_at > h.given_at or c.last_call_at > h.given_at
      or exists (select from contact_notes n
        where n.contact_id = c.id and n.created_at > h.given_at and n.by_id is not null)
      or exists (select from messages w
        where w.contact_id = c.id and w.created_at > h.given_at and w.by_id is not null and w.state <> 'cancelled')
      or exists (select from tasks t
        where t.contact_id = c.id and t.created_at > h.given_at and t.created_by is not null)
      or exists (select from deals d where d.contact_id = c.id and d.created_at > h.given_at))`;
}

/** Leads that their owner left lying since `before`, and everybody who had each of them. */
export async function selectUntouched(
  tx: Tx,
  { before, most, limit }: { before: Date; most: number; limit: number },
): Promise<{ contactId: string; agentId: string; had: string[] }[]> {
  const rows = await tx<{ contact_id: string; agent_id: string; had: string[] }[]>`
    select h.contact_id, h.agent_id,
      array(select distinct x.agent_id from lead_hand_overs x where x.contact_id = h.contact_id) as had
    from lead_hand_overs h
    where h.ended_at is null and h.given_at <= ${before}
      and (select count(*) from lead_hand_overs x where x.contact_id = h.contact_id and x.why = 'untouched') < ${most}
    order by h.given_at, h.id limit ${limit}`;
  return rows.map(({ contact_id, agent_id, had }) => ({ contactId: contact_id, agentId: agent_id, had }));
}
