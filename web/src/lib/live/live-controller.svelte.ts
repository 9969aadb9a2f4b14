import type { EventMessage, LiveEvent, LiveEventName, LiveState, SnapshotMessage } from '$contract/live-events.ts';
import { applyLiveEvent } from '$contract/live-state.ts';
import type { Clock } from '$lib/clock/clock.ts';
import type { LiveLink } from './live-link.ts';
import { emptyView, type Fold, foldEvent, foldSnapshot, type LiveView, startAgain } from './live-sequence.ts';

/** connecting: never connected yet · up · lost: was up, tries again · refused: signed out · outdated: reload the page. */
export type LinkState = 'connecting' | 'up' | 'lost' | 'refused' | 'outdated';
type EventOf<N extends LiveEventName> = Extract<LiveEvent, { name: N }>;
type Listener = (event: LiveEvent) => void;

const SNAPSHOT_TIMEOUT_MS = 4_000;

/**
 * What nobody waits for in this very moment is shown together, so late at most: thirty colleagues pick up and lay down ten
 * times a second, and each change drawn on its own would keep a ringing call waiting for the one before it.
 */
const CALM_MS = 100;
const calm: ReadonlySet<LiveEventName> = new Set([
  'agent.changed',
  'queue.changed',
  'pbx.changed',
  'missed-call.changed',
  'missed-call.removed',
]);

/**
 * Keeps the live state: snapshot, then events in sequence; a gap or a new connection takes the same path as the start.
 * What was known stays on the screen while the link is away and is marked stale by `asOf`.
 */
export class LiveController {
  /** What is shown; `#latest` may know more, and `#unshown` is what that came of. */
  #view = $state.raw<LiveView>(emptyView);
  #latest: LiveView = emptyView;
  #unshown: LiveEvent[] = [];
  #cancelShow: (() => void) | null = null;
  #link: LiveLink;
  #clock: Clock;
  #listeners = new Map<LiveEventName, Set<Listener>>();
  #cancelWait: () => void = () => undefined;
  #onSnapshot: (state: LiveState) => void;
  #caughtUp = new Set<() => void>();
  #hadSnapshot = false;

  linkState = $state<LinkState>('connecting');
  /** Browser time since when the link is away; null while it is up. */
  lostSince = $state<number | null>(null);
  /** Browser time of the last message that told the truth. */
  asOf = $state<number | null>(null);

  constructor(link: LiveLink, clock: Clock, onSnapshot: (state: LiveState) => void = () => undefined) {
    this.#link = link;
    this.#clock = clock;
    this.#onSnapshot = onSnapshot;
  }

  get state(): LiveState | null {
    return this.#view.state;
  }

  /** True when what is shown may be old. */
  get isStale(): boolean {
    return this.linkState !== 'up' || this.#view.awaitsSnapshot;
  }

  open(): void {
    this.#link.open({
      connected: () => this.#connected(),
      lost: () => this.#lost('lost'),
      refused: () => this.#lost('refused'),
      snapshot: (message) => this.#snapshot(message),
      event: (message) => this.#event(message),
    });
  }

  close(): void {
    this.#cancelWait();
    this.#cancelShow?.();
    this.#link.close();
  }

  retryNow(): void {
    this.#link.retryNow();
  }

  /** Hears every event of a name, after the state has taken it. Returns the way to stop. */
  on<N extends LiveEventName>(name: N, listener: (event: EventOf<N>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set<Listener>();
    this.#listeners.set(name, set.add(listener as Listener));
    return () => set.delete(listener as Listener);
  }

  /** Hears of every snapshot but the first: events were missed, so what a page has read from the API may be old. */
  onCaughtUp(listener: () => void): () => void {
    this.#caughtUp.add(listener);
    return () => this.#caughtUp.delete(listener);
  }

  /** Much changed at once, without an event for each: everything is read anew. */
  readAgain(): void {
    this.#link.requestSnapshot();
    this.#awaitSnapshot();
  }

  /** Takes an object that an answer of the API brought, so that the screen does not wait for the same news by the socket. */
  take(event: LiveEvent): void {
    if (!this.#latest.state) return;
    this.#latest = { ...this.#latest, state: applyLiveEvent(this.#latest.state, event) };
    this.#show();
  }

  #connected(): void {
    this.#latest = startAgain(this.#latest);
    this.#show();
    this.#awaitSnapshot();
  }

  #lost(state: 'lost' | 'refused'): void {
    this.#cancelWait();
    if (this.linkState === 'up' || this.lostSince === null) this.lostSince = this.#clock.now();
    if (this.linkState !== 'outdated') this.linkState = state;
  }

  #snapshot(message: SnapshotMessage): void {
    this.#settle(foldSnapshot(this.#latest, message));
    if (this.linkState !== 'up') return;
    this.#onSnapshot(message.state);
    if (this.#hadSnapshot) for (const listener of this.#caughtUp) listener();
    this.#hadSnapshot = true;
  }

  #event(message: EventMessage): void {
    const fold = foldEvent(this.#latest, message);
    if (fold.kind !== 'ignored') this.#unshown.push(message.event);
    if (fold.kind === 'taken' && !fold.view.awaitsSnapshot && calm.has(message.event.name)) {
      this.#latest = fold.view;
      this.#cancelShow ??= this.#clock.after(CALM_MS, () => {
        this.asOf = this.#clock.now();
        this.#show();
      });
      return;
    }
    this.#settle(fold);
  }

  /** Everything folded so far is shown, and whoever listens hears what it came of. */
  #show(): void {
    this.#cancelShow?.();
    this.#cancelShow = null;
    this.#view = this.#latest;
    const events = this.#unshown;
    this.#unshown = [];
    for (const event of events) for (const listener of this.#listeners.get(event.name) ?? []) listener(event);
  }

  #settle(fold: Fold): void {
    this.#latest = fold.view;
    if (fold.kind === 'refused') {
      this.linkState = 'outdated';
      return;
    }
    this.asOf = this.#clock.now();
    this.#show();
    if (fold.kind === 'gap') {
      this.#link.requestSnapshot();
      this.#awaitSnapshot();
    }
    if (this.#latest.awaitsSnapshot) return;
    this.#cancelWait();
    this.linkState = 'up';
    this.lostSince = null;
  }

  /** A snapshot that does not come is asked for again; the link itself reconnects by its own. */
  #awaitSnapshot(): void {
    this.#cancelWait();
    this.#cancelWait = this.#clock.after(SNAPSHOT_TIMEOUT_MS, () => {
      this.#link.requestSnapshot();
      this.#awaitSnapshot();
    });
  }
}
