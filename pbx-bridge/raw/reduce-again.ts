/**
 * Calls out of the raw copy once more, with the reducers as they are now: for a fault that was mended. Does what the bridge
 * did live, resyncs included.
 */
import { parseAmiEvent } from '../ami/ami-decoder.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import type { CallFact } from '../calls/call-fact.ts';
import { CallsModel } from '../calls-model.ts';
import { decodeInputs, type ReducerInput } from '../publish/reducer-input.ts';
import { sortHeld } from '../sort-held.ts';
import { markKindOf } from './raw-marks.ts';
import { type TraceEntry, writeTraceEntry } from './trace-format.ts';

/**
 * Facts of every call that the entries tell, in order. Calls that had begun before the first entry are only known from their
 * later part: begin early enough, and take the facts of those calls that began in time.
 *
 * @param pbx the id of the bridge: part of every call id.
 */
export function* reduceAgain(pbx: string, entries: Iterable<TraceEntry>): Generator<CallFact> {
  const model = new CallsModel(pbx);
  let held: AmiEvent[] | null = null;
  const apply = (input: ReducerInput): readonly CallFact[] => model.apply(input).facts as readonly CallFact[];
  const event = (one: AmiEvent): readonly CallFact[] => apply({ kind: 'event', event: one });
  for (const entry of entries) {
    if (entry.sent) continue;
    const mark = markKindOf(entry);
    if (mark === 'hold') held ??= [];
    else if (mark === 'release' || mark === 'resync') {
      const [resync] = mark === 'resync' ? decodeInputs(writeTraceEntry(entry)) : [];
      const listed = resync?.kind === 'resync' ? resync.snapshot.channels.map(({ id }) => id) : null;
      const { before } = listed === null ? { before: new Set<AmiEvent>() } : sortHeld(held ?? [], listed);
      for (const one of held ?? []) if (before.has(one)) yield* event(one);
      if (resync !== undefined) yield* apply(resync);
      for (const one of held ?? []) if (!before.has(one)) yield* event(one);
      held = null;
    } else if (mark === 'config') {
      for (const input of decodeInputs(writeTraceEntry(entry))) yield* apply(input);
    } else {
      const one = readStreamEvent(entry);
      if (one === null) continue;
      if (held === null) yield* event(one);
      else held.push(one);
    }
  }
  for (const one of held ?? []) yield* event(one);
}

/** An event that Asterisk sent by itself; items of lists were asked for and went to whoever asked. */
const readStreamEvent = (entry: TraceEntry): AmiEvent | null => {
  const event = parseAmiEvent(entry.text, entry.at);
  if (event === null || (event.fields.get('ActionID') !== undefined && event.name !== 'OriginateResponse')) return null;
  return event;
};
