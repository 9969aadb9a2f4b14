import { getContext, setContext, untrack } from 'svelte';
import type { Attempt, Campaign } from '$contract/campaigns.contract.ts';
import type { Console } from '$lib/app/console.svelte.ts';
import { m } from '$lib/paraglide/messages.js';

type RunningCampaign = Pick<
  Campaign,
  'id' | 'name' | 'mode' | 'agentIds' | 'teamIds' | 'results' | 'scriptId' | 'next'
>;

/**
 * The attempt this agent has, and the running campaigns they work in. The server is asked again after every word of it on the
 * live link, so that a reload, a second window or a lost link show the same.
 */
export class CurrentAttempt {
  attempt = $state.raw<Attempt | null>(null);
  campaigns = $state.raw<readonly RunningCampaign[]>([]);
  /** What was said when nobody was due: when the next one is. */
  nextDueAt = $state<string | null | undefined>(undefined);
  busy = $state(false);
  /** The next entry is to be taken as soon as the agent is ready. */
  wantsNext = $state(false);
  readonly #console: Console;
  #turn = 0;

  constructor(console: Console) {
    this.#console = console;
  }

  /** Reads what there is and follows the live link; in an effect. */
  follow(): () => void {
    const { live } = this.#console;
    if (!this.#mayWork) return () => undefined;
    untrack(() => void this.again());
    const stops = [
      live.on('attempt.changed', () => void this.#readAttempt()),
      live.on('campaign.changed', () => void this.#readCampaigns()),
      live.onCaughtUp(() => void this.again()),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  get #mayWork(): boolean {
    return this.#console.session.agentId !== null && this.#console.can('campaigns.work');
  }

  async again(): Promise<void> {
    await Promise.all([this.#readAttempt(), this.#readCampaigns()]);
  }

  async #readAttempt(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const { attempt } = await this.#console.api.attempts.current();
      if (turn !== this.#turn) return;
      const before = this.attempt;
      this.attempt = attempt;
      if (attempt === null && before !== null) this.#goOn(before);
    } catch {
      // Without a link the banner says so; what is shown stays as it was last known.
    }
  }

  /** A campaign that goes on by itself gives the next entry once the result is there and the agent wants calls. */
  #goOn(before: Attempt): void {
    const campaign = this.campaignOf(before.campaignId);
    if (campaign?.next !== 'by-itself' || before.state === 'claimed') return;
    if (!this.byHand.some(({ id }) => id === campaign.id)) return;
    this.wantsNext = true;
  }

  async #readCampaigns(): Promise<void> {
    const { agentId, teamId } = this.#console.session;
    try {
      const { items } = await this.#console.api.campaigns.list({ state: 'running' });
      const isMine = (one: RunningCampaign) =>
        (agentId !== null && one.agentIds.includes(agentId)) || (teamId !== null && one.teamIds.includes(teamId));
      this.campaigns = items.filter(isMine);
      this.nextDueAt = undefined;
    } catch {
      // As above.
    }
  }

  /** Campaigns in which the agent asks for the next entry. */
  get byHand(): readonly RunningCampaign[] {
    return this.campaigns.filter(({ mode }) => mode === 'preview' || mode === 'manual');
  }

  campaignOf(campaignId: string | null): RunningCampaign | null {
    return this.campaigns.find(({ id }) => id === campaignId) ?? null;
  }

  /** Results that this campaign names for its calls; null: every one. */
  namedResults(campaignId: string | null): ReadonlySet<string> | null {
    const chosen = this.campaignOf(campaignId)?.results ?? [];
    return chosen.length === 0 ? null : new Set(chosen.map(({ dispositionId }) => dispositionId));
  }

  async #run<T>(work: () => Promise<T>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    try {
      return await work();
    } catch (error) {
      this.#console.toasts.fail(error);
      await this.again();
      return null;
    } finally {
      this.busy = false;
    }
  }

  /** Takes the next entry. Answers the person whose card is to be shown. */
  async next(): Promise<string | null> {
    const given = await this.#run(() => this.#console.api.entries.next());
    if (!given) return null;
    this.#turn += 1;
    this.attempt = given.attempt;
    this.nextDueAt = given.attempt ? undefined : given.nextDueAt;
    return given.attempt?.contactId ?? null;
  }

  async dial(): Promise<void> {
    const { attempt } = this;
    if (attempt?.state !== 'claimed') return;
    const dialled = await this.#run(() => this.#console.api.attempts.dial(attempt.id));
    if (dialled) this.attempt = dialled;
  }

  async giveBack(): Promise<void> {
    const { attempt } = this;
    if (attempt?.state !== 'claimed') return;
    const done = await this.#run(async () => {
      await this.#console.api.attempts.giveBack(attempt.id);
      return true;
    });
    if (!done) return;
    this.attempt = null;
    this.#console.toasts.say(m.entry_given_back({ name: attempt.contactName ?? m.entry_someone() }));
  }
}

const KEY = Symbol('current attempt');
export const provideAttempt = (attempt: CurrentAttempt): CurrentAttempt => setContext(KEY, attempt);
/** Null where there is no desk around. */
export const attemptAround = (): CurrentAttempt | null => getContext<CurrentAttempt | undefined>(KEY) ?? null;
