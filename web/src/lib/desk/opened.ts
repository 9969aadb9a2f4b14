/** Pure: what is open in the card, and when a call may take its place. */
import type { CallPhase } from '$lib/live/my-calls.ts';

export const openedKinds = ['call', 'missed-call', 'contact', 'organisation', 'task'] as const;
export type Opened = { kind: (typeof openedKinds)[number]; id: string };

/** A call of mine, as little of it as the decision needs. */
export interface DeskCall {
  id: string;
  phase: CallPhase;
}

export interface OpenQuestion {
  opened: Opened | null;
  /** Mine now, most pressing first. */
  calls: readonly DeskCall[];
  /** Mine at the last decision. */
  before: readonly DeskCall[];
  /** True while a field with something in it has the keyboard. */
  isTyping: boolean;
}

export type OpenDecision = { opened: Opened | null; because: 'kept' | 'answered' | 'rings' | 'gone' | 'first' };

const asOpened = (call: DeskCall): Opened => ({ kind: 'call', id: call.id });
const isVoice = (phase: CallPhase | undefined) => phase === 'talking' || phase === 'held';

/**
 * The card opens by itself while the phone rings, but never under somebody's hands: a call that is being worked on stays,
 * and nothing changes while a person types. A call that was just answered comes to the front; one that is gone makes
 * room for the next.
 * @example decideOpened({ opened: null, calls: [{ id: 'c1', phase: 'ringing' }], before: [], isTyping: false })
 */
export function decideOpened({ opened, calls, before, isTyping }: OpenQuestion): OpenDecision {
  const current = opened?.kind === 'call' ? calls.find(({ id }) => id === opened.id) : undefined;
  const isGone = opened?.kind === 'call' && current === undefined && before.some(({ id }) => id === opened.id);
  if (isGone || (opened === null && calls.length > 0)) {
    const next = calls[0];
    return {
      opened: next ? asOpened(next) : null,
      because: isGone ? 'gone' : next?.phase === 'ringing' ? 'rings' : 'first',
    };
  }
  if (isTyping) return { opened, because: 'kept' };
  const phaseBefore = (id: string) => before.find((call) => call.id === id)?.phase;
  const answered = calls.find((call) => call.phase === 'talking' && !isVoice(phaseBefore(call.id)));
  if (answered && answered.id !== opened?.id && !isVoice(current?.phase)) {
    return { opened: asOpened(answered), because: 'answered' };
  }
  const started = calls.find(
    (call) => (call.phase === 'ringing' || call.phase === 'dialling') && !phaseBefore(call.id),
  );
  if (started && opened?.kind !== 'call') return { opened: asOpened(started), because: 'rings' };
  return { opened, because: 'kept' };
}

/** `?call=…` and the like, read and written, so that a reload and a link open the same. */
export function readOpened(params: URLSearchParams): Opened | null {
  for (const kind of openedKinds) {
    const id = params.get(kind);
    if (id) return { kind, id };
  }
  return null;
}

export const openedPath = (opened: Opened | null): string =>
  opened ? `/?${opened.kind}=${encodeURIComponent(opened.id)}` : '/';
