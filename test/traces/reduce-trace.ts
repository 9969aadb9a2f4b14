/** Plays a trace through the reducer the way the bridge does, resync after a reconnection included. */
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import type { CallFact } from '../../pbx-bridge/calls/call-fact.ts';
import { reduceCall } from '../../pbx-bridge/calls/call-reducer.ts';
import { type CallsState, configureCalls, createCallsState } from '../../pbx-bridge/calls/call-state.ts';
import { readPbxSnapshot } from '../../pbx-bridge/calls/pbx-snapshot.ts';
import { resyncCalls } from '../../pbx-bridge/calls/resync-calls.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import { readTraceBlocks, type TraceBlock, toAmiEvent } from './read-trace.ts';

export interface Played {
  readonly state: CallsState;
  readonly facts: readonly CallFact[];
}

/** A state as the bridge has it after `welcome`: nothing mapped, or these agents and trunks. */
export function freshState(agentInterfaces: readonly string[] = [], trunkInterfaces: readonly string[] = []): CallsState {
  return configureCalls(createCallsState('pbx1'), { agentInterfaces, trunkInterfaces });
}

/** Reduces events one after another. */
export function playEvents(events: readonly AmiEvent[], from: CallsState = freshState()): Played {
  let state = from;
  const facts: CallFact[] = [];
  for (const event of events) {
    const step = reduceCall(state, event);
    state = step.state;
    facts.push(...step.events);
  }
  return { state, facts };
}

/** Reduces a recorded trace; where it was recorded over several connections, the lists asked after the later ones resync. */
export function playTrace(name: string, from: CallsState = freshState()): Played {
  // A trace without a greeting was recorded after the login, on one connection.
  const connections: TraceBlock[][] = [[]];
  for (const block of readTraceBlocks(name)) {
    if (block.text.startsWith('Asterisk Call Manager/')) connections.push([]);
    connections.at(-1)?.push(block);
  }
  let played: Played = { state: from, facts: [] };
  let lostAt: number | null = null;
  for (const blocks of connections.filter((each) => each.length > 0)) {
    const synced = lostAt === null ? played : resyncFromLists(played, blocks, lostAt);
    const next = playEvents(
      blocks.flatMap((block) => toAmiEvent(block) ?? []),
      synced.state,
    );
    played = { state: next.state, facts: [...synced.facts, ...next.facts] };
    lostAt = blocks.at(-1)?.receivedAt ?? null;
  }
  return played;
}

function resyncFromLists(played: Played, blocks: readonly TraceBlock[], lostAt: number): Played {
  const firstLive = blocks.findIndex((block) => /\r\nTimestamp: /.test(block.text) && !/\r\nActionID: /.test(block.text) && !/^Event: SuccessfulAuth/.test(block.text));
  const before = firstLive < 0 ? blocks : blocks.slice(0, firstLive);
  const items = before.flatMap((block) => toAmiEvent(block) ?? []);
  const listed = items.find((item) => item.name === 'CoreShowChannelsComplete');
  if (!listed) return played;
  const core = before.map((block) => /CoreStartupDate: (\S+)\r\nCoreStartupTime: (\S+)/.exec(block.text)).find(Boolean);
  const startup = core ? { startupDate: core[1] ?? '', startupTime: core[2] ?? '' } : null;
  const step = resyncCalls(played.state, readPbxSnapshot(items, startup, lostAt), listed.receivedAt);
  return { state: step.state, facts: [...played.facts, ...step.events] };
}

/** The last record of every call that was not merged into another, in the order in which they began. */
export function lastRecords(facts: readonly CallFact[]): CallRecord[] {
  const records = new Map<string, CallRecord>();
  for (const fact of facts) {
    if (fact.type === 'call.merged') records.delete(fact.callId);
    else records.set(fact.callId, fact.call);
  }
  return [...records.values()].sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}
