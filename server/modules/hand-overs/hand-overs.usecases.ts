/** Handing over: one statement per kind of record, in one transaction, remembered so that it can be taken back. */
import type { z } from 'zod';
import type {
  handedOverSchema,
  handOverBodySchema,
  handOverPreviewSchema,
  holdingsSchema,
} from '../../contract/hand-overs.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { groupIds } from '../reversible-actions/movers.ts';
import { type By, rememberAction } from '../reversible-actions/reversible-actions.usecases.ts';
import { dealOut } from './deal-out.ts';
import { type Finder, onlyOf } from './found-records.ts';
import type { HandOverKind, HandOverKindName, Only } from './hand-over-kinds.ts';
import { giverOf, type HandOverPeople, peopleOf } from './hand-over-people.ts';
import { handOverInvalid } from './hand-overs.errors.ts';
import type { HandOverFacts } from './hand-overs.events.ts';

export interface HandOverDeps extends Pick<Platform, 'clock' | 'ids' | 'facts' | 'jobs' | 'database'> {
  /** In the order in which they are dealt: clients first, since what is about a client goes with the client. */
  kinds: readonly HandOverKind[];
  /** Lists whose filters say what goes. */
  finders: readonly Finder[];
}

type Body = z.output<typeof handOverBodySchema>;
type Counts = Partial<Record<HandOverKindName, number>>;

/** Ids of records by who got them, by kind. */
export interface HandOverMoved {
  /** Null: it was nobody's. */
  fromAgentId: string | null;
  given: Partial<Record<HandOverKindName, Record<string, string[]>>>;
  /** What a kind needs for the way back beside the ids. */
  kept?: Partial<Record<HandOverKindName, unknown>>;
}

export const giveBackKey = (actionId: string) => `hand-over ${actionId}`;

const chosen = ({ kinds }: HandOverDeps, { what }: Body) => kinds.filter(({ kind }) => what.includes(kind));

/** Which of it, with what the lists find in ids. */
const which = (deps: HandOverDeps, reader: Principal, body: Body): Promise<Only> =>
  onlyOf(deps, deps.database.sql, reader, body);

/** How much would change hands. */
export async function previewHandOver(
  deps: HandOverDeps,
  reader: Principal,
  body: Body,
): Promise<z.input<typeof handOverPreviewSchema>> {
  const { sql } = deps.database;
  const { from, to } = await peopleOf(sql, reader, body);
  const asked = { fromAgentId: body.fromAgentId, only: await which(deps, reader, body), reader };
  const counts: Counts = {};
  for (const kind of chosen(deps, body)) counts[kind.kind] = await kind.count(sql, asked);
  return { from: from && refOf(from), to: to.map(refOf), counts };
}

/** What this colleague has that would be left lying when they go. */
export async function readHoldings(
  { database: { sql }, kinds }: HandOverDeps,
  reader: Principal,
  agentId: string,
): Promise<z.input<typeof holdingsSchema>> {
  await giverOf(sql, reader, agentId);
  const counts: Counts = {};
  for (const kind of kinds) {
    const count = await kind.count(sql, { fromAgentId: agentId, only: {}, reader });
    if (count > 0) counts[kind.kind] = count;
  }
  return { agentId, counts, total: Object.values(counts).reduce((sum, count) => sum + count, 0) };
}

/** Whose it is, as the audit tells it. */
const ownerOf = (agent: { id: string; name: string } | null) => ({
  ownerId: agent?.id ?? null,
  owner: agent?.name ?? null,
});

const refOf = ({ id, name }: { id: string; name: string }) => ({ id, name });

interface Step {
  people: HandOverPeople;
  only: Only;
  how: Body['to']['how'];
  by: By;
  clientOf: Map<string, string>;
}

async function giveKind(
  deps: HandOverDeps,
  tx: Tx,
  kind: HandOverKind,
  { people, only, how, by, clientOf }: Step,
): Promise<{ given: Record<string, string[]>; kept?: unknown }> {
  const fromAgentId = people.from?.id ?? null;
  const records = await kind.lock(tx, { fromAgentId, only, reader: by.principal });
  if (records.length === 0) return { given: {} };
  const agentIds = people.to.map(({ id }) => id);
  const loads = how === 'by-load' ? await kind.loads(tx, agentIds) : new Map<string, number>();
  const takers = agentIds.map((agentId) => ({ agentId, load: loads.get(agentId) ?? 0 }));
  const dealt = dealOut(records, takers, clientOf);
  const withAgents = records.map((record, index) => ({ ...record, agentId: dealt[index]! }));
  const kept = await kind.give(tx, withAgents, fromAgentId, deps.clock.now());
  if (kind.kind === 'contacts') for (const { id, agentId } of withAgents) clientOf.set(id, agentId);
  const owners = new Map(people.to.map((agent) => [agent.id, ownerOf(agent)]));
  await createAudit(deps).recordMany(
    tx,
    { ...by, action: kind.actions.over, before: ownerOf(people.from) },
    withAgents.map(({ id, agentId }) => ({ record: id, after: owners.get(agentId) })),
  );
  return { given: groupIds(withAgents.map(({ id, agentId }) => ({ id, was: agentId }))), kept };
}

/** Everybody who got something. */
export const takersOf = (moved: HandOverMoved): string[] => [
  ...new Set(Object.values(moved.given).flatMap((byAgent) => Object.keys(byAgent))),
];

/** What one colleague got. */
export function countsFor(given: HandOverMoved['given'], agentId: string): Record<string, number> {
  const counts = Object.entries(given).map(([kind, byAgent]) => [kind, byAgent[agentId]?.length ?? 0] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

/**
 * Hands over. Refused when somebody named does not work here (422), or belongs to a team that the one who does it does
 * not lead (403). Nothing to hand over is no error: the counts say nought.
 */
export async function handOver(
  deps: HandOverDeps,
  { body, ...by }: By & { body: Body },
): Promise<z.input<typeof handedOverSchema>> {
  const now = deps.clock.now();
  if (body.until !== null && Date.parse(body.until) <= now.getTime())
    throw handOverInvalid('until', 'must lie in the future');
  const only = await which(deps, by.principal, body);
  return deps.database.transaction(async (tx) => {
    const people = await peopleOf(tx, by.principal, body);
    const kept: NonNullable<HandOverMoved['kept']> = {};
    const moved: HandOverMoved = { fromAgentId: body.fromAgentId, given: {}, kept };
    const counts: Counts = {};
    const step = { people, only, how: body.to.how, by, clientOf: new Map<string, string>() };
    for (const kind of chosen(deps, body)) {
      const { given, kept: forBack } = await giveKind(deps, tx, kind, step);
      moved.given[kind.kind] = given;
      if (forBack !== undefined) kept[kind.kind] = forBack;
      counts[kind.kind] = Object.values(given).reduce((sum, ids) => sum + ids.length, 0);
    }
    const to = people.to.map(refOf);
    const summary = { from: people.from && refOf(people.from), to, until: body.until, note: body.note, counts };
    const actionId = await rememberAction(deps, tx, by, { kind: 'handed-over', moved, summary });
    if (body.until !== null) {
      const options = { runAt: new Date(body.until), key: giveBackKey(actionId) };
      await deps.jobs.add(tx, 'hand-overs.give-back', { actionId }, options);
    }
    const shares = to.map(({ id, name }) => ({ agentId: id, name, counts: countsFor(moved.given, id) }));
    await tellHandedOver(deps, tx, 'records.handed-over', { actionId, moved, note: body.note }, by);
    return { actionId, counts, shares };
  });
}

export async function tellHandedOver(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  type: 'records.handed-over' | 'records.handed-back',
  { actionId, moved, note }: { actionId: string; moved: HandOverMoved; note: string },
  { principal }: Pick<By, 'principal'>,
): Promise<void> {
  const actor = actorOf(principal);
  const { fromAgentId, given } = moved;
  await facts.appendAll<HandOverFacts>(tx, [
    ...takersOf(moved).map((toAgentId) => ({
      type,
      payload: { actionId, fromAgentId, toAgentId, counts: countsFor(given, toAgentId), note },
      subject: toAgentId,
      actor,
    })),
    {
      type: type === 'records.handed-over' ? 'hand-over.done' : 'hand-over.undone',
      payload: { actionId },
      subject: actionId,
      actor,
    },
  ]);
}
