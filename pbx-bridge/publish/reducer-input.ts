/**
 * Everything that changes the calls' state, in the order in which it did. Written into the journal beside the facts and
 * played again after a restart: the same inputs give the same state, because the reducers are pure.
 */
import { parseAmiEvent } from '../ami/ami-decoder.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import { LazyAmiFields } from '../ami/lazy-fields.ts';
import type { PbxSnapshot } from '../calls/pbx-snapshot.ts';
import { readTrace, writeTraceEntry } from '../raw/trace-format.ts';
import type { InterfaceConfig } from './server-client.ts';

export type ReducerInput =
  | { readonly kind: 'event'; readonly event: AmiEvent }
  | { readonly kind: 'config'; readonly at: number; readonly config: InterfaceConfig }
  | { readonly kind: 'resync'; readonly at: number; readonly snapshot: PbxSnapshot };

const controlPattern = /^Trunkline-Input: (config|resync)\nJson: (.*)$/;

/** The text of an event's block, LF line ends. */
export const eventText = (event: AmiEvent): string => {
  if (event.fields instanceof LazyAmiFields) return event.fields.text;
  const lines = [...event.fields].filter(([name]) => name !== 'Event').map(([name, value]) => `${name}: ${value}`);
  return [`Event: ${event.name}`, ...lines].join('\n');
};

/** One input as trace text. */
export const encodeInput = (input: ReducerInput): string => {
  if (input.kind === 'event') {
    return writeTraceEntry({ at: input.event.receivedAt, sent: false, text: eventText(input.event) });
  }
  const json = JSON.stringify(input.kind === 'config' ? input.config : input.snapshot);
  return writeTraceEntry({ at: input.at, sent: false, text: `Trunkline-Input: ${input.kind}\nJson: ${json}` });
};

/** Inputs of a group, in order. What cannot be read any more is left out. */
export function* decodeInputs(text: string): Generator<ReducerInput> {
  for (const { at, text: block } of readTrace(text)) {
    const event = parseAmiEvent(block, at);
    const control = controlPattern.exec(block);
    if (event !== null) yield { kind: 'event', event };
    else if (control?.[1] === 'config') yield { kind: 'config', at, config: JSON.parse(control[2] ?? '') };
    else if (control?.[1] === 'resync') yield { kind: 'resync', at, snapshot: JSON.parse(control[2] ?? '') };
  }
}
