import type { z } from 'zod';
import type { Call, callPatchSchema, Disposition } from '$contract/calls.contract.ts';
import type { Preferences } from '$lib/app/preferences.ts';
import type { Clock } from '$lib/clock/clock.ts';
import {
  type Draft,
  type DraftField,
  dirtyFields,
  followServer,
  keptFields,
  restoredDraft,
  savedFields,
  shownFields,
  typed,
  type WorkFields,
} from './call-draft.ts';

type CallPatch = z.input<typeof callPatchSchema>;
export type SaveState = 'clean' | 'dirty' | 'saving' | 'failed';

/** What one call's work needs of the rest; tests hand in their own. */
export interface WorkParts {
  change: (callId: string, patch: CallPatch) => Promise<Call>;
  /** Hands the answered call to the live state. */
  take: (call: Call) => void;
  fail: (error: unknown) => void;
  preferences: Preferences;
  clock: Clock;
}

/** A call that was promised with the result of a call of a campaign. */
export interface CallbackPromise {
  at: string;
  to: 'me' | 'anybody';
}

const DRAFT = 'draft.';
const PROMISE = 'callback.';

/** Calls of which unsaved text lies on this computer. */
export const leftDrafts = (keys: readonly string[]): string[] =>
  keys.filter((key) => key.startsWith(DRAFT)).map((key) => key.slice(DRAFT.length));
export const forgetDraft = (preferences: Preferences, callId: string): void => preferences.remove(DRAFT + callId);

const SAVE_AFTER_MS = 700;
/** A next step becomes a task: half a sentence should not. Leaving the field sends it at once. */
const SAVE_STEP_AFTER_MS = 3_000;
const RETRY_AFTER_MS = 5_000;

/**
 * The work on one call: note, main need, next step, result, finish. What is typed is kept on this computer at once and
 * sent after a short pause; a lost link only delays it. Each call has its own, so overlapping calls cannot mix.
 */
export class CallWork {
  readonly callId: string;
  #call = $state.raw() as Call;
  #draft = $state.raw<Draft>({});
  #parts: WorkParts;
  #cancelSave: () => void = () => undefined;
  #running: Promise<void> | null = null;
  /** A result that was pressed and has not reached the server; undefined: none. */
  #pendingResult = $state.raw<Disposition | null | undefined>(undefined);
  #promise = $state.raw<CallbackPromise | null>(null);
  /** The last result on its way; settled when it is there or was refused. */
  #giving: Promise<unknown> = Promise.resolve();
  saveState = $state<SaveState>('clean');

  constructor(call: Call, parts: WorkParts) {
    this.callId = call.id;
    this.#call = call;
    this.#parts = parts;
    this.#promise = parts.preferences.read<CallbackPromise | null>(PROMISE + call.id, null);
    const kept = parts.preferences.read<Partial<WorkFields>>(this.#key, {});
    if (Object.keys(kept).length > 0) {
      this.#draft = restoredDraft(kept);
      this.#touch();
    }
  }

  get call(): Call {
    return this.#call;
  }

  get fields(): WorkFields {
    return shownFields(this.#draft, this.#call);
  }

  get resultId(): string | null {
    return this.#pendingResult === undefined ? (this.#call.disposition?.id ?? null) : (this.#pendingResult?.id ?? null);
  }

  /** What the server was told of a call back; a reload still shows it. */
  get promise(): CallbackPromise | null {
    return this.#promise;
  }

  setPromise(promise: CallbackPromise | null): void {
    this.#promise = promise;
    if (promise) this.#parts.preferences.write(PROMISE + this.callId, promise);
    else this.#parts.preferences.remove(PROMISE + this.callId);
  }

  /** The server's newer view of the call. */
  follow(call: Call): void {
    if (call.version < this.#call.version) return;
    this.#call = call;
    this.#draft = followServer(this.#draft, call);
    if (this.saveState !== 'saving') this.#touch();
  }

  type(field: DraftField, text: string): void {
    this.#draft = typed(this.#draft, field, text);
    this.#touch();
  }

  /** Sends at once what is typed: on leaving the field, before finishing, when the link is back. */
  async flush(): Promise<void> {
    this.#cancelSave();
    while (this.#running) await this.#running;
    this.#running = this.#save().finally(() => {
      this.#running = null;
    });
    await this.#running;
  }

  /** Gives the result; answers the one before, for undo. Rejects when the server refuses, and shows the old one again. */
  async setResult(result: Disposition | null): Promise<void> {
    this.#pendingResult = result;
    const giving = this.#parts.change(this.callId, { dispositionId: result?.id ?? null });
    this.#giving = giving.catch(() => undefined);
    try {
      this.#answered(await giving);
      // Another result takes the promise back.
      this.setPromise(null);
    } finally {
      this.#pendingResult = undefined;
    }
  }

  /** Everything typed is saved, then the call leaves the desk. */
  async finish(): Promise<void> {
    await this.flush();
    if (this.saveState === 'failed') return;
    // A result pressed a moment ago must be there first, or the server holds it for missing.
    await this.#giving;
    this.#answered(await this.#parts.change(this.callId, { wrapUpDone: true }));
    this.#parts.preferences.remove(this.#key);
    this.setPromise(null);
  }

  dispose(): void {
    void this.flush();
    this.#cancelSave();
  }

  get #key(): string {
    return DRAFT + this.callId;
  }

  #answered(call: Call): void {
    this.#parts.take(call);
    this.follow(call);
  }

  #touch(): void {
    const kept = keptFields(this.#draft, this.#call);
    const isDirty = Object.keys(kept).length > 0;
    if (isDirty) this.#parts.preferences.write(this.#key, kept);
    else this.#parts.preferences.remove(this.#key);
    if (this.saveState !== 'saving') this.saveState = isDirty ? 'dirty' : 'clean';
    this.#cancelSave();
    const onlyStep = kept.note === undefined && kept.mainNeed === undefined;
    const pause = onlyStep ? SAVE_STEP_AFTER_MS : SAVE_AFTER_MS;
    if (isDirty) this.#cancelSave = this.#parts.clock.after(pause, () => void this.flush());
  }

  async #save(): Promise<void> {
    const dirty = dirtyFields(this.#draft, this.#call);
    if (dirty.length === 0) return;
    const sent = Object.fromEntries(dirty.map((field) => [field, this.fields[field]])) as Partial<WorkFields>;
    const hadFailed = this.saveState === 'failed';
    this.saveState = 'saving';
    try {
      const call = await this.#parts.change(this.callId, this.#patchOf(sent));
      this.#draft = savedFields(this.#draft, sent);
      this.saveState = 'clean';
      this.#answered(call);
      this.#touch();
    } catch (error) {
      this.saveState = 'failed';
      // Said once; the retries go on quietly and the field keeps saying that it is not saved yet.
      if (!hadFailed) this.#parts.fail(error);
      this.#cancelSave = this.#parts.clock.after(RETRY_AFTER_MS, () => void this.flush());
    }
  }

  #patchOf(sent: Partial<WorkFields>): CallPatch {
    const patch: CallPatch = {};
    if (sent.note !== undefined) patch.note = sent.note;
    if (sent.mainNeed !== undefined) patch.mainNeed = sent.mainNeed;
    if (sent.nextStepText !== undefined || sent.nextStepDueAt !== undefined) {
      const { nextStepText, nextStepDueAt } = this.fields;
      patch.nextStep = nextStepText.trim() === '' ? null : { text: nextStepText, dueAt: nextStepDueAt || null };
    }
    return patch;
  }
}
