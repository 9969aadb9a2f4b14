import type { PhoneCall } from './phone-call.ts';

/** What a phone does with a call that comes in. */
export type CallBehaviour =
  /**
   * Rings, answers, and hangs up by itself after `talkMs` if given. `earlyMedia` sends audio while it still rings. After
   * `greetingMs` it is silent, as a person is who has said hello.
   */
  | { kind: 'answer'; afterMs?: number; talkMs?: number; earlyMedia?: boolean; greetingMs?: number }
  /** Rings until the caller gives up. */
  | { kind: 'ring' }
  /** Refuses: 486 busy, 603 declined, 404 unknown, 480 away, 503 out of order... `ring: false` refuses without ringing. */
  | { kind: 'reject'; status: number; afterMs?: number; ring?: boolean }
  /** Sends the caller to another number (302). */
  | { kind: 'redirect'; to: string; afterMs?: number }
  /** Does not react at all, like a phone without power. */
  | { kind: 'ignore' };

/** The same behaviour for all calls, or one per call. */
export type BehaviourOf = CallBehaviour | ((call: PhoneCall) => CallBehaviour);

/** What a phone does with a call that it places. */
export type CallOptions = {
  /** Hangs up so long after the answer. */
  talkMs?: number;
  /** Gives up when nobody has answered by then. */
  giveUpMs?: number;
};
