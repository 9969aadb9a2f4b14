import type { FieldRight, Session } from '$contract/access.contract.ts';
import type { Presence } from '$contract/agents.contract.ts';
import { type Api, createApi } from '$lib/api/api.ts';
import { createRequest } from '$lib/api/request.ts';
import { type Clock, systemClock } from '$lib/clock/clock.ts';
import { ServerTime } from '$lib/clock/server-time.svelte.ts';
import { formatPhone } from '$lib/i18n/format-phone.ts';
import { Keyboard } from '$lib/keyboard/keyboard.svelte.ts';
import { UndoStore } from '$lib/keyboard/undo.svelte.ts';
import { LiveController } from '$lib/live/live-controller.svelte.ts';
import type { LiveLink } from '$lib/live/live-link.ts';
import { m } from '$lib/paraglide/messages.js';
import type { CallTarget } from '$lib/parts/callable.ts';
import { Sounds } from '$lib/sound/sounds.svelte.ts';
import { createToasts, type Toasts } from '$lib/ui/toasts.ts';
import { createPreferences, type Preferences } from './preferences.ts';

/** The one place where the parts of a signed-in console are put together. */
export class Console {
  readonly session: Session;
  readonly clock: Clock;
  readonly time: ServerTime;
  readonly api: Api;
  readonly live: LiveController;
  readonly keys: Keyboard;
  readonly undo = new UndoStore();
  readonly toasts: Toasts;
  readonly preferences: Preferences;
  readonly sounds: Sounds;

  constructor(parts: { session: Session; link: LiveLink; onSignedOut: () => void; clock?: Clock }) {
    this.session = parts.session;
    this.clock = parts.clock ?? systemClock;
    this.time = new ServerTime(this.clock);
    this.api = createApi(createRequest(fetch.bind(globalThis), parts.onSignedOut));
    this.live = new LiveController(parts.link, this.clock, (state) => this.time.learn(state.asOf));
    this.keys = new Keyboard(this.clock);
    this.toasts = createToasts(this.undo);
    this.preferences = createPreferences(localStorage);
    this.sounds = new Sounds(this.clock, this.preferences);
    this.keys.singleKeys = this.preferences.read('single-keys', true);
  }

  /** The reader's own presence; null without a telephone or before the first snapshot. */
  get presence(): Presence | null {
    const { agentId } = this.session;
    return agentId ? (this.live.state?.presence[agentId] ?? null) : null;
  }

  can(permission: string): boolean {
    return this.session.permissions.includes(permission);
  }

  /** What the reader's role holds back of a field of a record; null: nothing. */
  heldBack(kind: string, field: string): FieldRight | null {
    return this.session.fields[kind]?.[field] ?? null;
  }

  /** Runs something and tells in a toast when it fails. Answers what it gave, or null. */
  async attempt<T>(run: () => Promise<T>, options: { retry?: boolean } = { retry: true }): Promise<T | null> {
    try {
      return await run();
    } catch (error) {
      this.toasts.fail(error, options.retry ? () => void this.attempt(run, options) : undefined);
      return null;
    }
  }

  /** Asks for a state; what is in force is what the server answers. */
  async setPresence(state: 'ready' | 'paused', pauseReason: string | null = null): Promise<void> {
    const { agentId } = this.session;
    if (!agentId) return;
    const presence = await this.attempt(() => this.api.agents.setPresence(agentId, { state, pauseReason }));
    if (presence) this.live.take({ name: 'agent.changed', payload: { presence } });
  }

  async signOut(): Promise<void> {
    await this.attempt(() => this.api.session.signOut());
    location.assign('/sign-in');
  }

  /** Click to call: the reader's own telephone rings first. What comes of it arrives as a live call. */
  async placeCall(call: CallTarget & { contactId?: string }): Promise<boolean> {
    const placed = await this.attempt(() => this.api.calls.place(call), { retry: false });
    if (!placed) return false;
    const number = formatPhone(placed.to, this.session.defaultRegion) ?? call.to ?? '';
    this.toasts.say(m.call_placed({ number }));
    return true;
  }
}
