/** Calls and cards as one reader may see them: rows put together with the names and people of other modules. */
import type { Call, CallCard } from '../../contract/calls.contract.ts';
import type { Database, Sql } from '../../platform/database/database.ts';
import { seesNumbers } from '../access/field-rights.ts';
import { canDo, canSee, type Permission } from '../access/permissions.ts';
import type { Origin } from '../contacts/origin.usecases.ts';
import { type MatchReader, restrictCandidates } from '../contacts/rank-matches.ts';
import { maySeeTask } from '../tasks/task-access.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import type { StoredCall } from './call-row.ts';
import { type CallNames, callView, candidatesNow, maySeeContact, namesWanted } from './call-view.ts';
import { decideCardKind } from './card-kind.ts';
import { readDispositionNames } from './dispositions.repository.ts';
import { type LastCall, readLastCalls } from './last-calls.ts';

/**
 * Names for these calls; asks several things at once.
 * @param alsoAgents ids of agents whose names are wanted besides
 */
export async function readNames(
  sql: Sql,
  neighbours: ViewNeighbours,
  calls: readonly StoredCall[],
  alsoAgents: readonly string[] = [],
): Promise<CallNames> {
  const wanted = namesWanted(calls);
  const dispositionIds = [
    ...new Set(calls.flatMap((call) => (call.dispositionId === null ? [] : [call.dispositionId]))),
  ];
  const [names, dispositions] = await Promise.all([
    neighbours.names(sql, { ...wanted, agentIds: [...wanted.agentIds, ...alsoAgents] }),
    readDispositionNames(sql, dispositionIds),
  ]);
  return { ...names, dispositions };
}

export async function viewCalls(
  sql: Sql,
  neighbours: ViewNeighbours,
  calls: readonly StoredCall[],
  reader: MatchReader,
): Promise<Call[]> {
  if (calls.length === 0) return [];
  const names = await readNames(sql, neighbours, calls);
  return calls.map((call) => callView(call, names, reader));
}

/** Everything of the contact that every reader's card shows; read once, cut down for each reader by `cardFor`. */
export interface CardMaterial {
  call: StoredCall;
  contact: CallCard['contact'];
  origin: Origin | null;
  openTasks: Awaited<ReturnType<ViewNeighbours['openTasks']>>;
  openDeals: Awaited<ReturnType<ViewNeighbours['openDeals']>>;
  lastCalls: LastCall[];
  openMissedCalls: CallCard['openMissedCalls'];
}

/** Asks everything at once: somebody looks at a ringing telephone. */
export async function readCardMaterial(sql: Sql, neighbours: ViewNeighbours, call: StoredCall): Promise<CardMaterial> {
  const { contactId, direction, dialled } = call;
  const e164 = call.customer?.e164 ?? null;
  const [contact, origin, openTasks, openDeals, lastCalls, openMissedCalls] = await Promise.all([
    contactId === null ? null : neighbours.contact(sql, contactId),
    direction !== 'inbound' || dialled === null ? null : neighbours.origin(sql, dialled),
    contactId === null ? [] : neighbours.openTasks(sql, contactId),
    contactId === null ? [] : neighbours.openDeals(sql, contactId),
    readLastCalls(sql, neighbours, call),
    contactId === null && e164 === null ? [] : neighbours.openMissedCalls(sql, { contactId, e164 }),
  ]);
  return { call, contact, origin, openTasks, openDeals, openMissedCalls, lastCalls };
}

/** What offering a call needs to know, whoever reads it. */
export interface ReadCard {
  names: CallNames;
  material: CardMaterial;
}

/** On one connection: what is asked at once travels at once, and nothing else waits for a connection. */
export function readCard(database: Database, neighbours: ViewNeighbours, call: StoredCall): Promise<ReadCard> {
  const read = async (sql: Sql): Promise<ReadCard> => {
    const [names, material] = await Promise.all([
      readNames(sql, neighbours, [call]),
      readCardMaterial(sql, neighbours, call),
    ]);
    return { names, material };
  };
  return database.transaction(read, { readOnly: true, isPlannedOnce: true });
}

/** Somebody who sees masked numbers is in this call: the redaction shows its number then. */
const isOwnCall = (call: StoredCall, reader: MatchReader): boolean =>
  reader !== null &&
  !seesNumbers(reader) &&
  call.agents.some(({ agentId, live }) => live && agentId !== null && agentId === reader.agentId);

const nobody = { raw: null, e164: null, withheld: false };

/** The card for one reader: of somebody else's client only that it is one. */
export function cardFor(material: CardMaterial, names: CallNames, reader: MatchReader): CallCard {
  const { call, contact, origin } = material;
  const known = call.contactId === null ? undefined : names.contacts.get(call.contactId);
  const isContactVisible = contact !== null && known !== undefined && maySeeContact(known, reader);
  const candidates = restrictCandidates(candidatesNow(call.candidates, names), reader);
  // A person who was deleted is nobody's client any more: the card is that of the number.
  const contactId = known === undefined ? null : call.contactId;
  const kind = decideCardKind({ call: { ...call, contactId }, isContactVisible, candidates });
  const isHeldBack = kind === 'restricted';
  const may = (permission: Permission) => reader === null || canDo(reader, permission);
  const isTaskVisible = ({ whose }: CardMaterial['openTasks'][number]) =>
    reader === null || maySeeTask(reader, 'tasks.read', whose);
  const maySeeDeal = ({ whose }: CardMaterial['openDeals'][number]) =>
    reader === null || canSee(reader, 'deals.read', whose);
  // What was spoken of before is the client's, whoever spoke; but for who may know of no call at all.
  const maySeeLine = ({ contactId: whose, other }: LastCall) => {
    const person = whose !== null && whose === call.contactId ? known : other;
    return may('calls.read') && (!person || maySeeContact(person, reader));
  };
  return {
    callId: call.id,
    kind,
    // Only where it matters: a card that says so to everybody would have to be told anew with every leg.
    ...(isOwnCall(call, reader) && { ownCall: true as const }),
    number: call.customer ?? (call.direction === 'internal' ? call.from : nobody),
    contact: isContactVisible ? contact : null,
    candidates,
    ...(origin && { origin }),
    openTasks: isHeldBack ? [] : material.openTasks.filter(isTaskVisible).map(({ task }) => task),
    openDeals: isHeldBack ? [] : material.openDeals.filter(maySeeDeal).map(({ deal }) => deal),
    lastCalls: isHeldBack ? [] : material.lastCalls.filter(maySeeLine).map((one) => one.line),
    openMissedCalls: may('missed-calls.read') ? material.openMissedCalls : [],
  };
}

/** Cards of several calls for one reader, as the snapshot wants them. */
export async function readCards(
  sql: Sql,
  neighbours: ViewNeighbours,
  calls: readonly StoredCall[],
  reader: MatchReader,
): Promise<CallCard[]> {
  if (calls.length === 0) return [];
  const names = await readNames(sql, neighbours, calls);
  const cards: CallCard[] = [];
  for (const call of calls) {
    cards.push(cardFor(await readCardMaterial(sql, neighbours, call), names, reader));
  }
  return cards;
}
