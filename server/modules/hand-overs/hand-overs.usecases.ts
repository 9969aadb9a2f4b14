/** Handing over: one statement per kind of record, in one transaction, remembered so that it can be taken back. */
import type { z } from 'zod';
import type {
  handedOverSchema,
  handOverBodySchema,
  handOverPreviewSchema,
} from '../../contract/hand-overs.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { groupIds } from '../reversible-actions/movers.ts';
import { type By, rememberAction } from '../reversible-actions/reversible-actions.usecases.ts';
import { dealOut } from './deal-out.ts';
import type { HandOverKind, HandOverKindName } from './hand-over-kinds.ts';
import { type HandOverPeople, peopleOf } from './hand-over-people.ts';
import { handOverInvalid } from './hand-overs.errors.ts';
import type { HandOverFacts } from './hand-overs.events.ts';

export interface HandOverDeps extends Pick<Platform, 'clock' | 'ids' | 'facts' | 'jobs' | 'database'> {
  /** In the order in which they are dealt: clients first, since what is about a client goes with the client. */
  kinds: readonly HandOverKind[];
}

type Body = z.output<typeof handOverBodySchema>;
type Counts = Partial<Record<HandOverKindName, number>>;

/** Ids of records by who got them, by kind. */
export interface HandOverMoved {
  fromAgentId: string;
  given: Partial<Record<HandOverKindName, Record<string, string[]>>>;
}

export const giveBackKey = (actionId: string) => `hand-over ${actionId}`;

const chosen = ({ kinds }: HandOverDeps, { what }: Body) => kinds.filter(({ kind }) => what.includes(kind));

/** How much would change hands. */
export async function previewHandOver(
  deps: HandOverDeps,
  reader: Principal,
  body: Body,
): Promise<z.input<typeof handOverPreviewSchema>> {
  const { sql } = deps.database;
  const { from, to } = await peopleOf(sql, reader, body);
  const counts: Counts = {};
  for (const kind of chosen(deps, body)) counts[kind.kind] = await kind.count(sql, from.id, body.only);
  return { from: refOf(from), to: to.map(refOf), counts };
}

/** Whose it is, as the audit tells it. */
const ownerOf = ({ id, name }: { id: string; name: string }) => ({ ownerId: id, owner: name });

const refOf = ({ id, name }: { id: string; name: string }) => ({ id, name });

async function giveKind(
  deps: HandOverDeps,
  tx: Tx,
  kind: HandOverKind,
  { people, body, by, clientOf }: { people: HandOverPeople; body: Body; by: By; clientOf: Map<string, string> },
): Promise<Record<string, string[]>> {
  const records = await kind.lock(tx, people.from.id, body.only);
  if (records.length === 0) return {};
  const agentIds = people.to.map(({ id }) => id);
  const loads = body.to.how === 'by-load' ? await kind.loads(tx, agentIds) : new Map<string, number>();
  const takers = agentIds.map((agentId) => ({ agentId, load: loads.get(agentId) ?? 0 }));
  const dealt = dealOut(records, takers, clientOf);
  const ids = records.map(({ id }) => id);
  await kind.give(tx, ids, dealt, deps.clock.now());
  const given = groupIds(ids.map((id, index) => ({ id, was: dealt[index]! })));
  if (kind.kind === 'contacts') for (const [index, id] of ids.entries()) clientOf.set(id, dealt[index]!);
  const owners = new Map(people.to.map((agent) => [agent.id, ownerOf(agent)]));
  await createAudit(deps).recordMany(
    tx,
    { ...by, action: `${kind.record}.handed-over`, before: ownerOf(people.from) },
    ids.map((record, index) => ({ record, after: owners.get(dealt[index]!) })),
  );
  return given;
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
  return deps.database.transaction(async (tx) => {
    const people = await peopleOf(tx, by.principal, body);
    const moved: HandOverMoved = { fromAgentId: people.from.id, given: {} };
    const counts: Counts = {};
    const clientOf = new Map<string, string>();
    for (const kind of chosen(deps, body)) {
      const given = await giveKind(deps, tx, kind, { people, body, by, clientOf });
      moved.given[kind.kind] = given;
      counts[kind.kind] = Object.values(given).reduce((sum, ids) => sum + ids.length, 0);
    }
    const to = people.to.map(refOf);
    const summary = { from: refOf(people.from), to, until: body.until, note: body.note, counts };
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
  type: keyof HandOverFacts,
  { actionId, moved, note }: { actionId: string; moved: HandOverMoved; note: string },
  { principal }: Pick<By, 'principal'>,
): Promise<void> {
  const actor = actorOf(principal);
  await facts.appendAll<HandOverFacts>(
    tx,
    takersOf(moved).map((toAgentId) => ({
      type,
      payload: { actionId, fromAgentId: moved.fromAgentId, toAgentId, counts: countsFor(moved.given, toAgentId), note },
      subject: toAgentId,
      actor,
    })),
  );
}
