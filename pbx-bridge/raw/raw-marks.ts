/**
 * What the bridge itself writes into the raw copy, so that reading it again does what it did: when events waited for the
 * lists of a resync, the snapshot that came of them, and which devices were known to be agents.
 */
import { encodeInput, type ReducerInput } from '../publish/reducer-input.ts';
import { type TraceEntry, writeTraceEntry } from './trace-format.ts';

export type RawMark =
  | { readonly kind: 'hold'; readonly at: number }
  | { readonly kind: 'release'; readonly at: number }
  | Exclude<ReducerInput, { kind: 'event' }>;

const header = 'Trunkline-Input: ';

export const encodeMark = (mark: RawMark): string =>
  mark.kind === 'hold' || mark.kind === 'release'
    ? writeTraceEntry({ at: mark.at, sent: false, text: `${header}${mark.kind}` })
    : encodeInput(mark);

/** Kind of a mark, or null for Asterisk's own blocks. */
export const markKindOf = (entry: TraceEntry): RawMark['kind'] | null => {
  if (!entry.text.startsWith(header)) return null;
  const kind = entry.text.slice(header.length).split('\n')[0];
  return kind === 'hold' || kind === 'release' || kind === 'config' || kind === 'resync' ? kind : null;
};
