/**
 * Makes every call again out of the raw facts: for a projection that was mended, or one fact that could not be projected.
 * What people said stays, and so do the persons who sat at the devices. A call that turns out to have ended in another
 * way, or that was missing, is told (missed calls follow); nobody is told the same a second time.
 */
import { isDeepStrictEqual } from 'node:util';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { Tx } from '../../platform/database/database.ts';
import { readNewestOfCalls, type StoredCallEvent } from '../../platform/event-store/event-store.ts';
import type { ProjectionNeighbours } from './call-neighbours.ts';
import { type Batch, contextOf, firstHuman, humanOf, linkContacts, openBatch, withoutLegs } from './call-projection.ts';
import type { CallRow, StoredCall } from './call-row.ts';
import type { CallFacts } from './calls.events.ts';
import { writeCalls } from './calls.repository.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { isShown } from './live-changes.ts';
import { buryMerged, planMerge } from './merged-calls.ts';
import { projectCall } from './project-call.ts';
import { tellChange } from './tell-change.ts';

export interface Rebuilt {
  /** Calls looked at. */
  calls: number;
  /** Calls whose row was missing or said something else. */
  changed: number;
}

const pageSize = 200;

export type RebuildDeps = Pick<CallsDeps, 'database' | 'clock' | 'facts' | 'jobs'> & {
  neighbours: ProjectionNeighbours;
};

/**
 * Goes through all calls, page by page, each page one transaction; live calls and new facts may come in between.
 * @param onPage told after each page, for a progress line
 */
export async function rebuildCalls(
  deps: RebuildDeps,
  onPage: (soFar: Rebuilt) => void = () => undefined,
): Promise<Rebuilt> {
  const total: Rebuilt = { calls: 0, changed: 0 };
  for (let after = ''; ; ) {
    const page = await readNewestOfCalls(deps.database.sql, after, pageSize);
    if (page.length === 0) return total;
    after = callIdOf(page.at(-1)!);
    for (const events of bySource(page)) {
      total.changed += await deps.database.transaction((tx) => remakeCalls(tx, deps, events));
      total.calls += events.length;
    }
    onPage({ ...total });
  }
}

const callIdOf = ({ event }: StoredCallEvent): string => ('callId' in event ? event.callId : '');

function bySource(page: readonly StoredCallEvent[]): StoredCallEvent[][] {
  const groups = new Map<string, StoredCallEvent[]>();
  for (const stored of page) {
    const key = `${stored.bridgeId}\n${stored.journalId}`;
    groups.set(key, [...(groups.get(key) ?? []), stored]);
  }
  return [...groups.values()];
}

type PageDeps = Pick<CallsDeps, 'clock' | 'facts' | 'jobs'> & { neighbours: ProjectionNeighbours };

/** Makes the rows of these calls again, each from the fact given. All facts come from one journal. */
export async function remakeCalls(tx: Tx, deps: PageDeps, page: readonly StoredCallEvent[]): Promise<number> {
  const [first] = page;
  const source = { bridgeId: first!.bridgeId, journalId: first!.journalId };
  const events = page.map(({ event }) => event).filter((event): event is CallEvent => 'call' in event);
  const batch = await openBatch(tx, source, events);
  const context = await contextOf(tx, deps, deps.neighbours, source, events);
  for (const event of events) rebuildOne(batch, event, context);
  const rows = [...batch.changed].map((id) => batch.rows.get(id)).filter((row) => row !== null && row !== undefined);
  await linkContacts(tx, deps.neighbours, batch, rows);
  const differing = rows.filter((row) => row.version !== batch.before.get(row.id)?.version);
  // The legs are written whatever the rest says: they are not compared.
  await tx`delete from call_linkedids where call_id = any(${rows.map((row) => row.id)}::text[])`;
  await writeCalls(tx, rows, batch.before);
  await buryMerged(tx, batch.merged);
  const told = new Map(events.map((event) => [event.callId, event]));
  for (const after of differing) {
    const before = batch.before.get(after.id) ?? null;
    await tellIfShown(tx, deps, before, after);
    await tellEnd(tx, deps, { before, after, event: told.get(after.id) });
  }
  return differing.length + batch.merged.length;
}

type Context = Parameters<typeof projectCall>[2];

function rebuildOne(batch: Batch, event: CallEvent, context: Context): void {
  if (batch.merges.has(event.callId)) return;
  if (event.type === 'call.merged' && event.mergedInto !== null && event.mergedInto !== event.callId) {
    const merge = planMerge(batch, event.callId, event.mergedInto, event);
    batch.merged.push(merge);
    if (batch.rows.get(merge.into)) batch.changed.add(merge.into);
    return;
  }
  const known = batch.rows.get(event.callId) ?? null;
  // Any fact is newer than one that was never told; the linkedids are those of the record alone.
  const previous = known && { ...known, journalId: '', recordedAt: '', linkedIds: [] };
  const derived = projectCall(previous, event, context);
  if (!derived) return;
  const human = known ?? firstHuman(batch, event.callId);
  const next: CallRow = { ...humanOf(human), ...derived, dealIds: human.dealIds, version: human.version };
  if (!known || !isSame(known, next)) next.version += 1;
  batch.rows.set(next.id, next);
  batch.changed.add(next.id);
}

/** Compared without the legs, which are read one call at a time. */
function isSame(known: StoredCall, next: CallRow): boolean {
  const { legs: _legs, ...rest } = next;
  const keys = Object.keys(rest) as (keyof StoredCall)[];
  return keys.every((key) => isDeepStrictEqual(known[key], rest[key]));
}

/** A call that ended longer ago has been dealt with in other ways: nobody is to be called back for it now. */
const newsMs = 14 * 86_400_000;

const endKeys = ['state', 'direction', 'outcome', 'answeredAt', 'customer', 'endedAt'] as const;

/** What `call.ended` or `call.corrected` would have said, had the fact been projected as it is now. */
async function tellEnd(
  tx: Tx,
  { facts, clock }: PageDeps,
  { before, after, event }: { before: StoredCall | null; after: StoredCall; event: CallEvent | undefined },
): Promise<void> {
  if (!event || after.state !== 'ended' || after.endedAt === null) return;
  if (clock.now().getTime() - Date.parse(after.endedAt) > newsMs) return;
  if (before && endKeys.every((key) => isDeepStrictEqual(before[key], after[key]))) return;
  const type = before?.state === 'ended' ? 'call.corrected' : 'call.ended';
  await facts.append<CallFacts>(tx, {
    type,
    id: type === 'call.ended' ? `${event.id}:${type}` : `${event.id}:${type}:${after.version}`,
    subject: after.id,
    occurredAt: new Date(event.occurredAt),
    payload: { call: withoutLegs(after) },
  });
}

async function tellIfShown(tx: Tx, deps: PageDeps, before: StoredCall | null, after: StoredCall): Promise<void> {
  const now = deps.clock.now();
  if (isShown(after, now) || (before && isShown(before, now))) await tellChange(tx, deps, { before, after, now });
}
