/**
 * The way of an AMI event through the bridge: reducers, journal, server — in one tick, one group per read from the socket.
 * While the lists of a resync are under way events wait here, bounded; then comes the snapshot, then they.
 */
import type { AmiEvent } from './ami/ami-event.ts';
import type { CallsModel } from './calls-model.ts';
import type { Clock } from './clock.ts';
import { errorText, type Logger, RateLimitedLog } from './logger.ts';
import { maskNumbers } from './mask-numbers.ts';
import type { Journal } from './publish/journal.ts';
import type { NewFact } from './publish/new-fact.ts';
import { encodeInput, type ReducerInput } from './publish/reducer-input.ts';
import type { RawMark } from './raw/raw-marks.ts';

export interface IntakeDeps {
  readonly model: CallsModel;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly logger: Logger;
  /** After the calls: queues and devices look at every event as well. */
  onEvent(event: AmiEvent): void;
  /** Facts have been journalled; they go out now. */
  onFacts(facts: readonly NewFact[]): void;
  /** A group is complete: everything of one read has been taken. */
  onCommitted(): void;
  /** What the bridge does that is not in the stream, for the raw copy. */
  onMark(mark: RawMark): void;
}

/** Events that may wait for a resync: some seconds of a very busy PBX. */
const maxHeld = 50_000;

export class Intake {
  readonly #deps: IntakeDeps;
  readonly #log: RateLimitedLog;
  #facts: NewFact[] = [];
  #inputs: string[] = [];
  #held: AmiEvent[] | null = null;

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
    this.#log = new RateLimitedLog(deps.logger, deps.clock);
  }

  /** Takes an event in stream order. Never throws: what the reducers cannot digest is logged and left out. */
  take(event: AmiEvent): void {
    if (this.#held === null) {
      this.#process(event);
      return;
    }
    this.#held.push(event);
    if (this.#held.length > maxHeld) this.release(new Set(), null);
  }

  /** From now on events wait. */
  hold(): void {
    if (this.#held !== null) return;
    this.#held = [];
    this.#deps.onMark({ kind: 'hold', at: this.#deps.clock.now() });
  }

  /** Events that wait now, in order. */
  get held(): readonly AmiEvent[] {
    return this.#held ?? [];
  }

  /**
   * Goes on after a hold: first `before` (events that the snapshot came too late for), then the snapshot, then the rest of
   * what waited, in order.
   */
  release(before: ReadonlySet<AmiEvent>, resync: Extract<ReducerInput, { kind: 'resync' }> | null): void {
    const held = this.#held ?? [];
    if (this.#held !== null && resync === null) this.#deps.onMark({ kind: 'release', at: this.#deps.clock.now() });
    this.#held = null;
    for (const event of held) if (before.has(event)) this.#process(event);
    if (resync !== null) this.apply(resync);
    for (const event of held) if (!before.has(event)) this.#process(event);
    this.commit();
  }

  /** An input that is no event of the stream. */
  apply(input: ReducerInput): void {
    if (input.kind !== 'event') this.#deps.onMark(input);
    try {
      const { facts, changed } = this.#deps.model.apply(input);
      if (changed || facts.length > 0) this.#inputs.push(encodeInput(input));
      if (facts.length > 0) this.#facts.push(...facts);
    } catch (error) {
      const name = input.kind === 'event' ? input.event.name : input.kind;
      const uniqueid = input.kind === 'event' ? (input.event.fields.get('Uniqueid') ?? null) : null;
      const data = { input: name, uniqueid, error: maskNumbers(errorText(error)) };
      this.#log.warn(name, data, 'something from the PBX could not be understood and was left out');
    }
  }

  /** Facts that come of something else than AMI: recordings, commands. Journalled and sent at once. */
  publish(facts: readonly NewFact[]): void {
    this.#facts.push(...facts);
    this.commit();
  }

  /** Writes down what has come together and lets it go out. */
  commit(): void {
    if (this.#facts.length > 0 || this.#inputs.length > 0) {
      const facts = this.#facts;
      const inputs = this.#inputs.join('');
      this.#facts = [];
      this.#inputs = [];
      this.#deps.journal.append(facts, inputs);
      if (facts.length > 0) this.#deps.onFacts(facts);
    }
    this.#deps.onCommitted();
  }

  #process(event: AmiEvent): void {
    this.apply({ kind: 'event', event });
    try {
      this.#deps.onEvent(event);
    } catch (error) {
      this.#log.warn(
        `state ${event.name}`,
        { event: event.name, error: errorText(error) },
        'a state change was left out',
      );
    }
  }
}
