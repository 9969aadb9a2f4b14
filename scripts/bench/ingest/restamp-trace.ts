/**
 * Plays a recorded trace again as new calls: every copy gets its own uniqueids, linkedids, channel names, bridges, devices
 * and times, and is otherwise byte for byte what Asterisk said. A copy is reduced like the recording it was made of.
 */
import { readTrace, type TraceEntry } from '../../../pbx-bridge/raw/trace-format.ts';

/** What makes one copy different from every other. */
export type Stamp = {
  /** Whole seconds by which it happens later than it was recorded (negative: earlier). */
  secondsLater: number;
  /** Number of the copy, 0 and up: two copies with the same number would be the same calls. */
  copy: number;
  /** Telephones of copies that run at the same time are told apart by it: `PJSIP/101` becomes `PJSIP/7101`. */
  slot: number;
};

type Hole =
  | { kind: 'seconds'; seconds: number }
  | { kind: 'count'; count: number }
  | { kind: 'instance'; count: number }
  | { kind: 'bridge'; head: number }
  | { kind: 'id'; id: string }
  | { kind: 'device'; number: string };

export type RecordedBlock = {
  /** When Asterisk said it, milliseconds since the epoch. */
  at: number;
  parts: readonly (string | Hole)[];
};

/** Uniqueids and channel names of a copy count from `copy` times this. */
const channelsPerCopy = 1000;

/** Numbers of bridges differ by a step that visits all 32 bits before it comes back. */
const bridgeStep = 0x9e3779b1;

/** Takes the text of a trace (`# seconds` lines and blocks) apart. `isKept` says which received blocks are played. */
export function readRecording(trace: string, isKept: (block: string) => boolean = () => true): RecordedBlock[] {
  const entries = [...readTrace(trace)].filter((entry) => !entry.sent && isKept(entry.text));
  const pattern = placesOf(entries);
  return entries.map(({ at, text }) => ({
    at,
    parts: cut(`${text.replaceAll('\n', '\r\n')}\r\n\r\n`, pattern),
  }));
}

/** Everything that a copy says in its own way, as one expression. Ids that were chosen by us (Originate) are words of any kind. */
function placesOf(entries: readonly TraceEntry[]): RegExp {
  const words = new Set<string>();
  for (const { text } of entries) {
    for (const [, id = ''] of text.matchAll(/^(?!Bridge)\w*(?:Uniqueid|Linkedid|UniqueID|LinkedID): (\S+)$/gm)) {
      const word = id.replace(/;[12]$/, '');
      if (!/^(.*-)?\d{10}\.\d+$/.test(word)) words.add(word);
    }
  }
  const chosen = [...words].sort((a, b) => b.length - a.length).map((word) => word.replace(/[^\w]/g, '\\$&'));
  return new RegExp(
    [
      '(?<time>\\b\\d{10})(?=\\.\\d{6}\\b)',
      '(?<born>\\b\\d{10})\\.(?<count>\\d+)\\b',
      '(?<bridge>\\b[0-9a-f]{8})(?=-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b)',
      '(?<=/\\S*-)(?<instance>[0-9a-f]{8})(?![0-9a-f-])',
      '(?<=\\bPJSIP/)(?<device>\\d{2,4})(?!\\d)',
      ...(chosen.length === 0 ? [] : [`(?<![\\w-])(?<id>${chosen.join('|')})(?![\\w-])`]),
    ].join('|'),
    'g',
  );
}

function cut(text: string, pattern: RegExp): (string | Hole)[] {
  const parts: (string | Hole)[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(...holesOf(match.groups ?? {}));
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function holesOf(found: Record<string, string | undefined>): (string | Hole)[] {
  if (found.time !== undefined) return [{ kind: 'seconds', seconds: Number(found.time) }];
  if (found.born !== undefined) {
    return [{ kind: 'seconds', seconds: Number(found.born) }, '.', { kind: 'count', count: Number(found.count) }];
  }
  if (found.bridge !== undefined) return [{ kind: 'bridge', head: Number.parseInt(found.bridge, 16) }];
  if (found.instance !== undefined) return [{ kind: 'instance', count: Number.parseInt(found.instance, 16) }];
  if (found.device !== undefined) return [{ kind: 'device', number: found.device }];
  return [{ kind: 'id', id: found.id ?? '' }];
}

/** The block as this copy says it, as on the wire. */
export function stampBlock(block: RecordedBlock, stamp: Stamp): string {
  let text = '';
  for (const part of block.parts) text += typeof part === 'string' ? part : fill(part, stamp);
  return text;
}

function fill(hole: Hole, { secondsLater, copy, slot }: Stamp): string {
  switch (hole.kind) {
    case 'seconds':
      return String(hole.seconds + secondsLater);
    case 'count':
      return String(hole.count + copy * channelsPerCopy);
    case 'instance':
      return hex8(hole.count + copy * channelsPerCopy);
    case 'bridge':
      return hex8((hole.head + Math.imul(copy, bridgeStep)) >>> 0);
    case 'id':
      return copy === 0 ? hole.id : `${hole.id}-${copy}`;
    case 'device':
      return slot === 0 ? hole.number : `${slot}${hole.number}`;
  }
}

const hex8 = (count: number): string => count.toString(16).padStart(8, '0');
