/**
 * What the reducer knows of a call and what it last said of it are the same whenever the PBX falls silent: the chunk that
 * held the last event may have been the last for minutes, and until the next fact everybody looks at what was said.
 */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { AmiEvent } from '../../pbx-bridge/ami/ami-event.ts';
import { valuesOf } from '../../pbx-bridge/calls/bucket-map.ts';
import { timeOf } from '../../pbx-bridge/calls/event-fields.ts';
import { summariseCall } from '../../pbx-bridge/calls/summarise-call.ts';
import type { CallRecord } from '../../pbx-bridge/contract/call-record.ts';
import { readTrace } from './read-trace.ts';
import { freshState, playEvents } from './reduce-trace.ts';

const names = readdirSync(new URL('./data/', import.meta.url))
  .filter((file) => file.endsWith('.ami.gz'))
  .map((file) => file.replace('.ami.gz', ''));

/** Milliseconds without an event after which nothing more of the same moment is to come. */
const QUIET = 50;

/** Lengths grow while nothing happens; whoever shows them counts on by itself. */
const timeless = (record: CallRecord): unknown =>
  JSON.parse(JSON.stringify(record, (key, value: unknown) => (key.endsWith('Seconds') ? undefined : value)));

function untold(events: readonly AmiEvent[]): object[] {
  const said = new Map<string, CallRecord>();
  const found: object[] = [];
  let state = freshState();
  events.forEach((event, index) => {
    const step = playEvents([event], state);
    state = step.state;
    for (const fact of step.facts) said.set(fact.callId, fact.call);
    const next = events[index + 1];
    if (next && timeOf(next) - timeOf(event) < QUIET) return;
    for (const call of valuesOf(state.calls)) {
      const last = said.get(call.id);
      if (!last) continue;
      const known = summariseCall(call, state.pbx, timeOf(event), false);
      const [told, whole] = [timeless(last), timeless(known)];
      if (JSON.stringify(told) !== JSON.stringify(whole)) found.push({ after: event.name, told, known: whole });
    }
  });
  return found;
}

describe('when the PBX falls silent', { timeout: 60_000 }, () => {
  it.each(names)('[TEL-3] %s: everything known of every open call has been told', (name) => {
    expect(untold(readTrace(name))).toEqual([]);
  });
});
