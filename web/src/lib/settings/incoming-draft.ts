import type { Settings } from '$contract/settings.contract.ts';
import { wholeNumber } from './duration-field.ts';

type Incoming = Pick<Settings, 'routing' | 'queueCallbacks' | 'dialer'>;

/** Numbers as they are typed, each with its bounds; the contract has the same. */
export const incomingBounds = {
  lastAgentDays: [1, 3_650],
  ringSeconds: [5, 60],
  vipPriority: [0, 100],
  knownPriority: [0, 100],
  maxPerQueue: [1, 1_000],
  expiresAfterMinutes: [5, 1_440],
  tries: [1, 10],
  againAfterMinutes: [1, 240],
  maxLines: [1, 5_000],
  originatesPerSecond: [1, 500],
} as const;
export type IncomingNumber = keyof typeof incomingBounds;

export interface IncomingDraft {
  order: Incoming['routing']['order'];
  on: boolean;
  numbers: Record<IncomingNumber, string>;
}

export function incomingDraftOf({ routing, queueCallbacks, dialer }: Incoming): IncomingDraft {
  const { order, ...routed } = routing;
  const { on, ...called } = queueCallbacks;
  const typed = Object.entries({ ...routed, ...called, ...dialer }).map(([name, value]) => [name, String(value)]);
  return { order: [...order], on, numbers: Object.fromEntries(typed) as IncomingDraft['numbers'] };
}

export function incomingNumber(draft: IncomingDraft, name: IncomingNumber): number | null {
  const [min, max] = incomingBounds[name];
  return wholeNumber(draft.numbers[name], min, max);
}

/** What is sent; null while a number is out of its bounds. */
export function incomingBodyOf(draft: IncomingDraft): Incoming | null {
  const names = Object.keys(incomingBounds) as IncomingNumber[];
  const values = names.map((name) => [name, incomingNumber(draft, name)] as const);
  if (values.some(([, value]) => value === null)) return null;
  const read = Object.fromEntries(values) as Record<IncomingNumber, number>;
  const { lastAgentDays, ringSeconds, vipPriority, knownPriority, maxLines, originatesPerSecond, ...called } = read;
  return {
    routing: { order: [...draft.order], lastAgentDays, ringSeconds, vipPriority, knownPriority },
    queueCallbacks: { on: draft.on, ...called },
    dialer: { maxLines, originatesPerSecond },
  };
}
