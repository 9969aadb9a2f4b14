/**
 * Actions that wait for their answer, by ActionID. asterisk-manager lets a callback of a lost connection wait for ever,
 * has no time-outs and does not collect lists; here every promise ends: answered, refused, timed out or disconnected.
 */
import type { CancelTimer, Clock } from '../clock.ts';
import { type AmiAction, encodeAction } from './ami-encoder.ts';
import {
  AmiActionFailed,
  AmiAnswerLost,
  AmiDisconnected,
  AmiLackingRight,
  AmiOverloaded,
  AmiTimedOut,
} from './ami-errors.ts';
import type { AmiEvent } from './ami-event.ts';
import type { ManagerAnswer, ManagerCallback } from './ami-manager.ts';

export interface ActionOptions {
  readonly timeoutMs?: number;
  /** Own ActionID, for actions whose outcome comes as an event of its own (Originate). Must be unique on the PBX. */
  readonly actionId?: string;
}

export interface ListOptions extends ActionOptions {
  /** Called in stream order when Asterisk's answer passes, before the first item. */
  readonly onAnswered?: () => void;
}

export interface ActionSender {
  /** Writes an action (its ActionID as `actionid`) and calls back with the answer. */
  send(action: Record<string, unknown>, done: ManagerCallback): void;
  /** The answer is not waited for any more. */
  forget(actionId: string): void;
}

const defaultTimeoutMs = 5_000;
const maxPending = 1_000;
const maxListItems = 50_000;
let nextQueue = 1;

interface Pending {
  readonly name: string;
  readonly items: AmiEvent[] | null;
  readonly onAnswered: (() => void) | undefined;
  readonly finish: (outcome: { error: Error } | { answer: ManagerAnswer }) => void;
}

export class ActionQueue {
  readonly #sender: ActionSender;
  readonly #clock: Clock;
  readonly #prefix: string;
  readonly #pending = new Map<string, Pending>();
  #lists = 0;
  #next = 1;
  #closed: Error | null = null;

  constructor(sender: ActionSender, clock: Clock) {
    this.#sender = sender;
    this.#clock = clock;
    // Unique among all sessions of this PBX: OriginateResponse goes to every session, with the ActionID of one.
    this.#prefix = `tl-${clock.now().toString(36)}-${process.pid.toString(36)}-${(nextQueue++).toString(36)}`;
  }

  get pendingCount(): number {
    return this.#pending.size;
  }

  /** Sends an action. Rejects with a typed error of ami-errors.ts; never waits longer than its time-out. */
  run(action: AmiAction, options: ActionOptions = {}): Promise<ManagerAnswer> {
    return new Promise((resolve, reject) => {
      this.#begin(action, null, options, (outcome) => {
        if ('error' in outcome) reject(outcome.error);
        else resolve(outcome.answer);
      });
    });
  }

  /** Sends an action whose answer is a list of events, and gives its items without the closing `...Complete`. */
  list(action: AmiAction, options: ListOptions = {}): Promise<readonly AmiEvent[]> {
    return new Promise((resolve, reject) => {
      const items: AmiEvent[] = [];
      this.#begin(action, items, options, (outcome) => {
        if ('error' in outcome) reject(outcome.error);
        else resolve(items);
      });
    });
  }

  /** Is this the ActionID of something that waits? Answers to anything else are nobody's and are dropped. */
  isPending(actionId: string): boolean {
    return this.#pending.has(actionId);
  }

  /** Tells, in stream order, that Asterisk's answer to an action has passed. */
  noteAnswer(actionId: string): void {
    this.#pending.get(actionId)?.onAnswered?.();
  }

  /** Takes an event that belongs to a list somebody waits for; false for all others. */
  takeEvent(event: AmiEvent): boolean {
    if (this.#lists === 0) return false;
    const actionId = event.fields.get('ActionID');
    if (actionId === undefined) return false;
    const pending = this.#pending.get(actionId);
    if (pending?.items == null) return false;
    const list = event.fields.get('EventList');
    if (list !== undefined && /^complete/i.test(list)) pending.finish({ answer: {} });
    else if (list !== undefined && /^cancel/i.test(list)) {
      pending.finish({ error: new AmiActionFailed(`Asterisk cancelled the list of ${pending.name}.`) });
    } else if (pending.items.length >= maxListItems) {
      pending.finish({ error: new AmiOverloaded(`The list of ${pending.name} has over ${maxListItems} items.`) });
    } else pending.items.push(event);
    return true;
  }

  /** Ends everything that waits and refuses what comes later. */
  close(reason: Error): void {
    this.#closed ??= reason;
    const error = reason instanceof AmiDisconnected ? new AmiAnswerLost(reason.message) : reason;
    for (const pending of [...this.#pending.values()]) pending.finish({ error });
  }

  #begin(
    action: AmiAction,
    items: AmiEvent[] | null,
    options: ListOptions,
    settle: (outcome: { error: Error } | { answer: ManagerAnswer }) => void,
  ): void {
    if (this.#closed !== null) throw new AmiDisconnected(this.#closed.message);
    if (this.#pending.size >= maxPending) throw new AmiOverloaded(`${maxPending} actions already wait for Asterisk.`);
    const encoded = encodeAction(action);
    const actionId = options.actionId ?? `${this.#prefix}-${(this.#next++).toString(36)}`;
    if (this.#pending.has(actionId)) throw new AmiOverloaded(`The action ${actionId} is under way already.`);
    let cancelTimer: CancelTimer = () => undefined;
    const finish: Pending['finish'] = (outcome) => {
      if (!this.#pending.delete(actionId)) return;
      cancelTimer();
      if (items !== null) this.#lists--;
      this.#sender.forget(actionId);
      settle(outcome);
    };
    this.#pending.set(actionId, { name: action.name, items, onAnswered: options.onAnswered, finish });
    if (items !== null) this.#lists++;
    const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    cancelTimer = this.#clock.after(timeoutMs, () =>
      finish({ error: new AmiTimedOut(`Asterisk did not answer ${action.name} within ${timeoutMs} ms.`) }),
    );
    this.#sender.send({ ...encoded, actionid: actionId }, (error, answer) => {
      if (error !== undefined) finish({ error: errorOf(action.name, error) });
      else if (items === null) finish({ answer: answer ?? {} });
    });
  }
}

const errorOf = (name: string, answer: ManagerAnswer): Error => {
  const message = answerText(answer, 'message');
  if (/^permission denied/i.test(message)) return new AmiLackingRight(name);
  return new AmiActionFailed(message === '' ? `Asterisk refused ${name}.` : message);
};

/** Text of an answer's header (name in lower case); '' when it has none. */
export const answerText = (answer: ManagerAnswer, header: string): string => {
  const value = answer[header];
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? (value[0] ?? '') : '';
};
