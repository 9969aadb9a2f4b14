/**
 * Pure: one text frame of a bridge. A frame that is no frame at all closes the connection; a single event that is not
 * understood is set aside with its reason, so that it never stops the ones behind it.
 */
import { type BridgeToServer, bridgeToServerSchema } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import { type PbxEvent, pbxEventSchema } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { RejectedEvent } from '../../platform/event-store/event-store.ts';

export interface ReadEvents {
  kind: 'events';
  events: PbxEvent[];
  rejected: RejectedEvent[];
  /** The highest place in the journal that this frame covers, understood or not. */
  lastSequence: number;
}

export type ReadFrame =
  | ReadEvents
  | { kind: 'message'; message: Exclude<BridgeToServer, { kind: 'events' }> }
  | { kind: 'malformed'; because: string };

/** As many events as the contract allows in a frame, and a little patience. */
const maxEvents = 1_000;

/** NUL and halves of characters, which JSON can carry and PostgreSQL cannot. */
const unstorableEscape = /\\u(?:0000|d[89a-f])/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly this is taken out
const unstorable = /\u0000|\p{Surrogate}/gu;

/** JSON text to a value that PostgreSQL can store; throws when it is no JSON. */
function parseStorable(text: string): unknown {
  if (!unstorableEscape.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === 'string' ? value.replace(unstorable, '\ufffd') : value,
  );
}

const firstIssue = (error: { issues: readonly { path: PropertyKey[]; message: string }[] }): string => {
  const [issue] = error.issues;
  return issue ? `${issue.path.map(String).join('.') || 'message'}: ${issue.message}` : 'not understood';
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/**
 * @param text one WebSocket text frame
 * @param expected the next place in the journal, for events that do not say theirs
 */
export function readFrame(text: string, expected: number): ReadFrame {
  let value: unknown;
  try {
    value = parseStorable(text);
  } catch (error) {
    return { kind: 'malformed', because: `not JSON: ${(error as Error).message.slice(0, 200)}` };
  }
  if (field(value, 'kind') === 'events') return readEvents(field(value, 'events'), expected);
  const parsed = bridgeToServerSchema.safeParse(value);
  if (!parsed.success) return { kind: 'malformed', because: firstIssue(parsed.error).slice(0, 300) };
  if (parsed.data.kind === 'events') return { kind: 'malformed', because: 'events in a frame of another kind' };
  return { kind: 'message', message: parsed.data };
}

function readEvents(list: unknown, expected: number): ReadFrame {
  if (!Array.isArray(list) || list.length === 0) return { kind: 'malformed', because: 'events: must be a filled list' };
  if (list.length > maxEvents) return { kind: 'malformed', because: `events: at most ${maxEvents} in a frame` };
  const events: PbxEvent[] = [];
  const rejected: RejectedEvent[] = [];
  let lastSequence = expected - 1;
  for (const raw of list) {
    const parsed = pbxEventSchema.safeParse(raw);
    const sequence = parsed.success ? parsed.data.sequence : placeOf(raw, lastSequence + 1);
    lastSequence = Math.max(lastSequence, sequence);
    if (parsed.success) events.push(parsed.data);
    else rejected.push({ sequence, eventId: idOf(raw), error: explain(raw), payload: JSON.stringify(raw) ?? 'null' });
  }
  return { kind: 'events', events, rejected, lastSequence };
}

/** Its own word when that is near what is expected: acknowledging a wild number would make the bridge forget what follows. */
function placeOf(raw: unknown, expected: number): number {
  const own = field(raw, 'sequence');
  return Number.isSafeInteger(own) && Math.abs((own as number) - expected) <= maxEvents ? (own as number) : expected;
}

function idOf(raw: unknown): string | null {
  const id = field(raw, 'id');
  return typeof id === 'string' ? id.slice(0, 200) : null;
}

/** A union says only that no member fits: ask the member that the type names. */
function explain(raw: unknown): string {
  const type = field(raw, 'type');
  const member = pbxEventSchema.options.find((option) => option.shape.type.safeParse(type).success);
  if (!member) return `type: ${JSON.stringify(type)?.slice(0, 100) ?? 'none'} is no event of this contract`;
  const parsed = member.safeParse(raw);
  return parsed.success ? 'not understood' : firstIssue(parsed.error);
}
