/** PURE: one call out of the raw copy, as a trace that can become a test. */
import { type TraceEntry, writeTraceEntry } from './trace-format.ts';

export interface CutTraceOptions {
  /** Linkedids and uniqueids of the call, as its record lists them. */
  readonly ids: Iterable<string>;
  /** Words for the head of the file: which call, whose, which Asterisk. */
  readonly comment?: string;
}

/** How long around the call queue, device and bridge events are kept. */
const marginMs = 2_000;

const idHeader = /^[A-Za-z]*(?:Uniqueid|Linkedid|UniqueID|LinkedID): (.*)$/gm;

/** Every channel that a block names, by uniqueid or linkedid; bridges and security events have ids of other kinds. */
const idsOf = (text: string): string[] =>
  [...text.matchAll(idHeader)]
    .filter(([line]) => !line.startsWith('Bridge') && !/^[A-Za-z]*Bridge/.test(line))
    .map((match) => match[1] ?? '');

/**
 * The trace of one call: every block that names one of its channels, and from two seconds before until two seconds after
 * every block that names no channel at all (device states, queue members, bridges made and destroyed).
 *
 * @param read gives the entries of the time in question; called twice.
 * @returns '' when nothing of the call was found.
 */
export const cutTrace = (read: () => Iterable<TraceEntry>, options: CutTraceOptions): string => {
  const wanted = new Set(options.ids);
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (const entry of read()) {
    if (!idsOf(entry.text).some((id) => wanted.has(id))) continue;
    from = Math.min(from, entry.at - marginMs);
    to = Math.max(to, entry.at + marginMs);
  }
  if (to === 0) return '';
  const kept: string[] = [];
  for (const entry of read()) {
    if (entry.at < from || entry.at > to) continue;
    const ids = idsOf(entry.text);
    const isOfCall = ids.some((id) => wanted.has(id));
    const namesNobody =
      ids.length === 0 && /^(Event|Trunkline-Input): /.test(entry.text) && !/\nActionID: /.test(entry.text);
    if (isOfCall || namesNobody) kept.push(writeTraceEntry(entry));
  }
  const comment = options.comment === undefined ? '' : `${options.comment.replace(/^/gm, '#: ')}\n`;
  return comment + kept.join('');
};
