/**
 * The shell around `projectCall`: facts of a bridge become rows, facts of ours and news for the desks, all in the
 * transaction that stored them. A handful of statements whatever the number of events.
 */
import type { CallEvent, PbxEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import { Sent, type Sql, type Tx } from '../../platform/database/database.ts';
import { assertNever } from '../../platform/errors/domain-error.ts';
import type { EventSource } from '../../platform/event-store/event-store.ts';
import type { NewFact } from '../../platform/outbox/fact.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ProjectEvents } from '../pbx/ingest.ts';
import type { Match, ProjectionNeighbours } from './call-neighbours.ts';
import { requestFailed } from './call-requests.repository.ts';
import { type CallHuman, type CallNumber, type CallRow, emptyHuman, type StoredCall } from './call-row.ts';
import { type CallFacts, type Question, questions } from './calls.events.ts';
import { lockCalls, writeCalls } from './calls.repository.ts';
import { mergeHuman } from './merge-human.ts';
import { buryMerged, type Merge, planMerge, readMerges } from './merged-calls.ts';
import { createNumberMemory } from './number-memory.ts';
import { type ProjectionContext, projectCall } from './project-call.ts';
import type { RecentCalls } from './recent-calls.ts';
import { setRecordingState } from './recording-state.ts';
import { type Change, changeFacts, describeChange, planWrapUpEnds } from './tell-change.ts';

type Facts = Pick<Platform, 'facts' | 'clock' | 'jobs'>;

/** One run over a batch of events. */
export interface Batch {
  /** As they were before the batch. */
  before: Map<string, StoredCall>;
  /** As they are now; `null`: merged away. */
  rows: Map<string, CallRow | StoredCall | null>;
  /** Old id to the id that goes on, for all that was ever merged. */
  merges: Map<string, string>;
  /** What people said of calls that were merged into one we had not seen yet. */
  waiting: Map<string, CallHuman[]>;
  /** Merges of this batch. */
  merged: Merge[];
  changed: Set<string>;
  told: {
    type: 'call.started' | 'call.picked-up' | 'call.answered' | 'call.transferred' | 'call.ended' | 'call.corrected';
    call: StoredCall;
    event: CallEvent;
  }[];
  /** What the dialplan asks. */
  asked: { question: Question; callId: string; event: CallEvent }[];
}

const e164In = createNumberMemory();

const isCallEvent = (event: PbxEvent): event is CallEvent => 'call' in event;

/** The projection that the ingest runs on every batch. */
export function createCallProjection(
  platform: Facts,
  neighbours: ProjectionNeighbours,
  followers: ProjectionFollowers = {},
): ProjectEvents {
  return async (tx, source, events, fresh = Promise.resolve(events)) => {
    const calls = events.filter(isCallEvent);
    const parts = { platform, neighbours, followers };
    const projected = calls.length > 0 ? await projectCalls(tx, parts, source, calls, fresh) : null;
    for (const event of await fresh) if (!isCallEvent(event)) await tellAside(tx, platform, event);
    return projected ?? new Sent(Promise.resolve());
  };
}

/** What a running server does with calls besides storing them: it will be asked for them in a moment. */
export interface ProjectionFollowers {
  recent?: RecentCalls;
  /** A card is about to be opened for somebody; not committed yet. */
  onOffer?: (call: StoredCall) => void;
}

interface Parts {
  platform: Facts;
  neighbours: ProjectionNeighbours;
  followers: ProjectionFollowers;
}

async function projectCalls(
  tx: Tx,
  { platform, neighbours, followers }: Parts,
  source: EventSource,
  events: readonly CallEvent[],
  fresh: Promise<readonly PbxEvent[]>,
): Promise<Sent<unknown>> {
  const context = await contextOf(tx, platform, neighbours, source, events);
  const [batch, known, stored] = await Promise.all([
    openBatch(tx, source, events),
    lookUpCallers(tx, neighbours, events, context),
    fresh,
  ]);
  for (const event of stored) if (isCallEvent(event)) applyEvent(batch, event, context);
  const changed = [...batch.changed].map((id) => batch.rows.get(id)).filter((row) => row !== null && row !== undefined);
  await linkContacts(tx, neighbours, batch, changed, known);
  // Before the facts are told, which is what makes others ask for the calls.
  tx.afterCommit(() => changed.forEach((call) => void followers.recent?.remember(withoutLegs(call))));
  const writing = writeCalls(tx, changed, batch.before);
  const burying = buryMerged(tx, batch.merged);
  const { told, planned } = tell(tx, { platform, neighbours, followers }, batch);
  const sent = new Sent(Promise.all([writing, burying, told]));
  await Promise.all([planned, batch.merged.length > 0 && burying]);
  return sent;
}

export async function openBatch(tx: Tx, source: EventSource, events: readonly CallEvent[]): Promise<Batch> {
  const ids = new Set(events.flatMap((event) => [event.callId, ...(event.mergedInto ? [event.mergedInto] : [])]));
  // Most calls were never merged: what they need is asked for together.
  const [{ merges, waiting }, before] = await Promise.all([readMerges(tx, [...ids]), lockCalls(tx, [...ids])]);
  const survivors = [...merges.values()].filter((id) => !ids.has(id));
  if (survivors.length > 0) for (const [id, call] of await lockCalls(tx, survivors)) before.set(id, call);
  for (const call of before.values()) {
    if (call.bridgeId !== source.bridgeId) {
      throw new Error(`call ${call.id} belongs to bridge ${call.bridgeId}, not to ${source.bridgeId}`);
    }
  }
  return { before, rows: new Map(before), merges, waiting, merged: [], changed: new Set(), told: [], asked: [] };
}

export async function contextOf(
  sql: Sql,
  { clock }: Facts,
  neighbours: ProjectionNeighbours,
  source: EventSource,
  events: readonly CallEvent[],
): Promise<ProjectionContext> {
  const devices = new Set(events.flatMap((event) => event.call.agents.map((agent) => agent.interface)));
  const queues = new Set(events.flatMap((event) => (event.call.queue === null ? [] : [event.call.queue])));
  const [{ defaultRegion, wrapUpSeconds }, agents, teams] = await Promise.all([
    neighbours.settings(sql),
    neighbours.agentsOfInterfaces(sql, [...devices]),
    neighbours.teamsOfQueues(sql, source.bridgeId, [...queues]),
  ]);
  return {
    ...source,
    e164Of: (raw) => e164In(raw, defaultRegion),
    agentOf: (device) => agents.get(device) ?? null,
    teamOfQueue: (queue) => teams.get(queue) ?? null,
    wrapUpSeconds,
    now: clock.now(),
  };
}

function applyEvent(batch: Batch, event: CallEvent, context: ProjectionContext): void {
  // The call went on as another one; what is still told under the old id is history.
  if (batch.merges.has(event.callId)) return;
  if (event.type === 'call.merged' && event.mergedInto !== null && event.mergedInto !== event.callId) {
    const merge = planMerge(batch, event.callId, event.mergedInto, event);
    batch.merged.push(merge);
    for (const id of [merge.id, merge.into]) if (batch.rows.has(id)) batch.changed.add(id);
    return;
  }
  const previous = batch.rows.get(event.callId) ?? null;
  const derived = projectCall(previous, event, context);
  if (!derived) return;
  const human = previous ?? firstHuman(batch, event.callId);
  // Not spread: with so many fields that takes longer than everything else here.
  const next: CallRow = Object.assign(derived, humanOf(human), { dealIds: human.dealIds, version: human.version + 1 });
  batch.rows.set(next.id, next);
  batch.changed.add(next.id);
  const question = questions.find((one) => one === event.call.variables.ASK);
  if (question && next.state !== 'ended') batch.asked.push({ question, callId: next.id, event });
  const type = factOf(previous, next, event);
  if (type) batch.told.push({ type, call: next, event });
}

/** A call seen for the first time inherits what people said of calls that were merged into it before. */
export function firstHuman(batch: Batch, callId: string) {
  const human = (batch.waiting.get(callId) ?? []).reduce(mergeHuman, emptyHuman);
  return { ...human, dealIds: [], version: 0 };
}

export function humanOf(call: CallHuman): CallHuman {
  const { candidates, contactId, organisationId, contactPicked, dispositionId, note, mainNeed, nextStep, custom } =
    call;
  return { candidates, contactId, organisationId, contactPicked, dispositionId, note, mainNeed, nextStep, custom };
}

function factOf(previous: StoredCall | null, next: StoredCall, event: CallEvent): Batch['told'][number]['type'] | null {
  if (next.state === 'ended') return previous?.state === 'ended' ? 'call.corrected' : 'call.ended';
  if (event.type === 'call.answered' || event.type === 'call.transferred') return event.type;
  if (next.pickedUpBy !== null && (previous?.pickedUpBy ?? null) === null) return 'call.picked-up';
  return previous === null ? 'call.started' : null;
}

/** Number as it came and as it was repaired → who it is. */
type KnownCallers = ReadonlyMap<string, Match>;

const keyOf = ({ raw, e164 }: CallNumber): string => `${raw}\n${e164}`;

/** Whoever calls in is looked up together with the rest that has to be read: a telephone rings already. */
async function lookUpCallers(
  tx: Tx,
  neighbours: ProjectionNeighbours,
  events: readonly CallEvent[],
  context: ProjectionContext,
): Promise<KnownCallers> {
  const numbers = events.flatMap((event) => {
    const customer = event.type === 'call.started' ? projectCall(null, event, context)?.customer : null;
    return customer && !customer.withheld ? [customer] : [];
  });
  const matches = numbers.length === 0 ? [] : await neighbours.findMatches(tx, numbers);
  return new Map(numbers.map((number, index) => [keyOf(number), matches[index] as Match]));
}

/** Looks up who is calling when a number became known; what a person picked stays. */
export async function linkContacts(
  tx: Tx,
  neighbours: ProjectionNeighbours,
  batch: Batch,
  changed: (CallRow | StoredCall)[],
  known: KnownCallers = new Map(),
): Promise<void> {
  const asked = changed.filter((call) => {
    if (call.contactPicked || call.customer === null || call.customer.withheld) return false;
    const before = batch.before.get(call.id);
    return !before || before.customer?.raw !== call.customer.raw || before.customer?.e164 !== call.customer.e164;
  });
  const unknown = asked.filter((call) => !known.has(keyOf(call.customer!)));
  const numbers = unknown.map((call) => call.customer!);
  const found = numbers.length === 0 ? [] : await neighbours.findMatches(tx, numbers);
  const matches = new Map([...known, ...numbers.map((number, index) => [keyOf(number), found[index]!] as const)]);
  for (const call of asked) Object.assign(call, matches.get(keyOf(call.customer!)) satisfies Match | undefined);
  for (const call of changed) {
    if (call.requestedContactId === null || call.contactPicked) continue;
    Object.assign(call, { contactId: call.requestedContactId, contactPicked: true });
  }
}

/** `planned`: all that it had to start has been started. */
function tell(tx: Tx, { platform, followers }: Parts, batch: Batch) {
  const now = platform.clock.now();
  const changes = [...batch.changed].map((id) => ({
    before: batch.before.get(id) ?? null,
    after: batch.rows.get(id) ?? null,
  }));
  const shown = changes.map(({ before, after }) => {
    const hasOtherCustomer = before?.contactId !== after?.contactId || before?.customer?.raw !== after?.customer?.raw;
    return { before, after, now, card: before !== null && hasOtherCustomer };
  });
  const facts = [
    ...batch.told.map((told) => callFact(batch, told)),
    ...batch.merged.map(mergedFact),
    ...batch.asked.flatMap((asked) => askedFacts(batch, asked)),
    ...shown.flatMap((change) => [...recordingFacts(change), ...changeFacts(change)]),
  ];
  const told = platform.facts.appendAll<CallFacts>(tx, facts);
  // Once the statements of the transaction are on their way: the card is read while they run.
  if (followers.onOffer) for (const call of shown.flatMap(offeredIn)) followers.onOffer(call);
  const planned = Promise.all(shown.map((change) => planWrapUpEnds(tx, platform, change)));
  return { told, planned };
}

function offeredIn(change: Change): StoredCall[] {
  const isOffered = describeChange(change)?.desks.some(({ kind }) => kind === 'offered');
  return isOffered && change.after ? [withoutLegs(change.after)] : [];
}

function callFact(batch: Batch, { type, call, event }: Batch['told'][number]): NewFact<CallFacts> {
  // The link to a person was found after the event was projected.
  const { contactId, organisationId } = batch.rows.get(call.id) ?? call;
  return {
    type,
    id: `${event.id}:${type}`,
    subject: call.id,
    occurredAt: new Date(event.occurredAt),
    payload: { call: withoutLegs({ ...call, contactId, organisationId }) },
  };
}

/** Once for each question of a call, however often its facts come. */
function askedFacts(batch: Batch, { question, callId, event }: Batch['asked'][number]): NewFact<CallFacts>[] {
  const call = batch.rows.get(callId);
  if (!call) return [];
  const payload = { call: withoutLegs(call), question };
  return [
    {
      type: 'call.asked',
      id: `${callId}:asked:${question}`,
      subject: callId,
      occurredAt: new Date(event.occurredAt),
      payload,
    },
  ];
}

const mergedFact = ({ id, into }: Merge): NewFact<CallFacts> => ({
  type: 'call.merged',
  id: `${id}:merged`,
  subject: into,
  payload: { callId: id, into },
});

function recordingFacts({ before, after }: { before: StoredCall | null; after: StoredCall | null }) {
  const known = new Set(before?.recordings.map(({ id }) => id));
  const begun = after?.recordings.filter(({ id }) => !known.has(id)) ?? [];
  return begun.map(
    ({ id }): NewFact<CallFacts> => ({
      type: 'recording.started',
      subject: after!.id,
      payload: { callId: after!.id, recordingId: id },
    }),
  );
}

/** The legs are only wanted one call at a time; facts travel without them. */
export const withoutLegs = ({ legs: _legs, ...call }: StoredCall & { legs?: unknown }): StoredCall => call;

type Aside = Exclude<PbxEvent, CallEvent>;

async function tellAside(tx: Tx, platform: Facts, event: Aside): Promise<void> {
  const { facts } = platform;
  const common = { id: `${event.id}:${event.type}`, occurredAt: new Date(event.occurredAt) };
  switch (event.type) {
    case 'recording.finished': {
      const { callId, recordingId, bytes } = event;
      await facts.append<CallFacts>(tx, {
        ...common,
        type: event.type,
        subject: callId,
        payload: { callId, recordingId, bytes },
      });
      return;
    }
    case 'recording.lost': {
      const { callId, recordingId, because } = event;
      await setRecordingState(tx, platform, recordingId, { state: 'lost', because });
      await facts.append<CallFacts>(tx, {
        ...common,
        type: event.type,
        subject: callId,
        payload: { callId, recordingId, because },
      });
      return;
    }
    case 'originate.failed': {
      const request = await requestFailed(tx, event.originateId, event.because);
      const { originateId, because } = event;
      const payload = {
        originateId,
        because,
        agentId: request?.agentId ?? null,
        missedCallId: request?.missedCallId ?? null,
      };
      await facts.append<CallFacts>(tx, { ...common, type: event.type, subject: originateId, payload });
      return;
    }
    default:
      assertNever(event);
  }
}
