import { untrack } from 'svelte';
import type { Call, Disposition } from '$contract/calls.contract.ts';
import type { Candidate } from '$contract/contacts.contract.ts';
import { groupResults, type ResultGroup } from '$contract/result-choice.ts';
import { ApiFailure } from '$lib/api/api-failure.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { Load } from '$lib/app/load.svelte.ts';
import { type MyCall, myCalls } from '$lib/live/my-calls.ts';
import { m } from '$lib/paraglide/messages.js';
import { CallWork, forgetDraft, leftDrafts } from './call-work.svelte.ts';
import { type DeskCall, decideOpened, type Opened } from './opened.ts';

/** Longer than a finger needs to notice, shorter than a person needs to mean it. */
const SWITCH_GUARD_MS = 700;

/** What the three columns of the desk share: my calls, what is open, the work on each call, the results to choose from. */
export class DeskController {
  opened = $state.raw<Opened | null>(null);
  /** At 390 px one column is seen. */
  tab = $state<'now' | 'card' | 'work'>('now');
  /** Asks the work column to put the keyboard somewhere. */
  focusWanted = $state<'note' | 'next-step' | 'transfer' | null>(null);
  readonly dispositions: Load<Disposition[]>;
  #console: Console;
  #works = new Map<string, CallWork>();
  #before: readonly DeskCall[] = [];
  #switchedAt = 0;
  /** What was looked at when a call rang over it; it comes back when the call goes away. */
  #interrupted: Opened | null = null;
  #onOpened: (opened: Opened | null) => void;

  /** Call it while a component starts. @param onOpened writes the address. */
  constructor(console: Console, onOpened: (opened: Opened | null) => void) {
    this.#console = console;
    this.#onOpened = onOpened;
    this.dispositions = new Load(
      async () => (await console.api.dispositions.list()).items,
      () => true,
    );
  }

  get calls(): MyCall[] {
    return myCalls(this.#console.live.state, this.#console.session.agentId);
  }

  get openedCall(): MyCall | null {
    const { opened } = this;
    return opened?.kind === 'call' ? (this.calls.find(({ call }) => call.id === opened.id) ?? null) : null;
  }

  /** Results to choose from, in their order, parts under their main result. */
  get resultGroups(): ResultGroup<Disposition>[] {
    return groupResults(this.dispositions.value ?? []);
  }

  /** Any result, one that can be chosen no more as well. */
  resultOf(id: string | null): Disposition | null {
    return this.dispositions.value?.find((result) => result.id === id) ?? null;
  }

  open(opened: Opened | null, tab: 'card' | 'now' = 'card'): void {
    this.opened = opened;
    this.tab = opened ? tab : 'now';
    this.#onOpened(opened);
  }

  /**
   * True for a moment after the card changed by itself. A key that was on its way to the call before must not give a
   * result to, finish, or hang up the one that has just come to the front.
   */
  get hasJustSwitched(): boolean {
    return this.#console.clock.now() - this.#switchedAt < SWITCH_GUARD_MS;
  }

  /** Looks at the calls again after any of them changed. */
  react(calls: readonly MyCall[], isTyping: boolean): void {
    const now = calls.map(({ call, phase }) => ({ id: call.id, phase }));
    const decision = decideOpened({ opened: untrack(() => this.opened), calls: now, before: this.#before, isTyping });
    this.#before = now;
    for (const { call } of calls) this.#works.get(call.id)?.follow(call);
    this.#forgetWorks(now);
    if (decision.because === 'kept') return;
    const before = untrack(() => this.opened);
    if (before !== null) this.#switchedAt = this.#console.clock.now();
    if (before !== null && before.kind !== 'call') this.#interrupted = before;
    this.open(decision.opened ?? this.#interrupted);
    if (decision.opened === null) this.#interrupted = null;
  }

  /** The work on a call, the same object as long as the call is on the desk. */
  workOf(call: Call): CallWork {
    const known = this.#works.get(call.id);
    if (known) return known;
    const work = this.#makeWork(call);
    this.#works.set(call.id, work);
    return work;
  }

  /** Sends what was typed to calls that left the desk before it could be saved (link lost, browser closed). */
  async sendLeftDrafts(): Promise<void> {
    const left = leftDrafts(this.#console.preferences.keys()).filter(
      (id) => !this.calls.some(({ call }) => call.id === id),
    );
    for (const id of left) {
      try {
        await this.#makeWork(await this.#console.api.calls.read(id)).flush();
      } catch (error) {
        // A call that is not there or not ours any more can take nothing; anything else is tried at the next start.
        if (error instanceof ApiFailure && error.status === 404) forgetDraft(this.#console.preferences, id);
      }
    }
  }

  #makeWork(call: Call): CallWork {
    const { api, live, toasts, preferences, clock } = this.#console;
    return new CallWork(call, {
      change: (callId, patch) => api.calls.change(callId, patch),
      take: (changed) => live.take({ name: 'call.changed', payload: { call: changed } }),
      // Without a link the banner and the field say so already.
      fail: (error) => !(error instanceof ApiFailure && error.status === 0) && toasts.fail(error),
      preferences,
      clock,
    });
  }

  /** Gives a result at once and offers to take it back. */
  async giveResult(work: CallWork, result: Disposition): Promise<void> {
    if (work.resultId === result.id || this.hasJustSwitched) return;
    const before = this.resultOf(work.resultId);
    const done = await this.#console.attempt(async () => {
      await work.setResult(result);
      return true;
    });
    if (!done) return;
    const text = m.work_result_set({ label: result.label });
    this.#console.toasts.undoable({ text, undo: () => work.setResult(before) });
  }

  /** Attaches the call to a person who was picked out of several; can be taken back. */
  async pickPerson(call: Call, candidate: Pick<Candidate, 'contactId' | 'name'>): Promise<void> {
    const attach = async (contactId: string | null) => {
      const changed = await this.#console.api.calls.change(call.id, { contactId });
      this.#console.live.take({ name: 'call.changed', payload: { call: changed } });
      await this.refreshCard(call.id);
      return changed;
    };
    const before = call.contactId;
    if (!(await this.#console.attempt(() => attach(candidate.contactId)))) return;
    const text = m.desk_picked({ name: candidate.name });
    this.#console.toasts.undoable({ text, undo: async () => void (await attach(before)) });
  }

  /** Reads the card again after a change of ours, without waiting for the same news by the socket. */
  async refreshCard(callId: string): Promise<void> {
    const card = await this.#console.api.calls.card(callId);
    this.#console.live.take({ name: 'card.changed', payload: { card } });
  }

  async finish(work: CallWork): Promise<void> {
    if (this.hasJustSwitched) return;
    await this.#console.attempt(() => work.finish());
  }

  #forgetWorks(calls: readonly DeskCall[]): void {
    for (const [id, work] of this.#works) {
      if (calls.some((call) => call.id === id)) continue;
      work.dispose();
      this.#works.delete(id);
    }
  }
}
