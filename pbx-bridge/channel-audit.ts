/**
 * Is what we hold open what Asterisk has up? Every half minute, and soon after a device hung up and its channel's Hangup did
 * not come: an agent would go on talking on the screen. See audit-channels.ts for the rules.
 */
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLink } from './ami/ami-link.ts';
import { type ChannelDifference, compareChannels, differsStill, hungUpIn } from './audit-channels.ts';
import type { CallsState } from './calls/call-state.ts';
import { type CancelTimer, type Clock, repeat } from './clock.ts';
import { errorText, type Logger } from './logger.ts';

export interface ChannelAuditDeps {
  readonly link: Pick<AmiLink, 'list'>;
  readonly calls: () => CallsState;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onListed: (listed: readonly AmiEvent[], ageMs: (item: AmiEvent) => number) => void;
  readonly resync: () => Promise<boolean>;
}

const everyMs = 30_000;
/** A Hangup follows its HangupRequest within milliseconds, or once the dialplan has done what it does after a call. */
const hungUpMs = 2_000;

export class ChannelAudit {
  readonly #deps: ChannelAuditDeps;
  #before: ChannelDifference | null = null;
  /** Hung up at the last glance, and those of them that were looked for: a dialplan that goes on is asked for once. */
  #hungUp: ReadonlySet<string> = new Set();
  #lookedFor: ReadonlySet<string> = new Set();
  #timers: CancelTimer[] = [];

  constructor(deps: ChannelAuditDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    const { clock } = this.#deps;
    this.#timers = [
      repeat(clock, everyMs, () => void this.#look(new Set())),
      repeat(clock, hungUpMs, () => this.#glance()),
    ];
  }

  stop(): void {
    for (const cancel of this.#timers) cancel();
    this.#before = null;
    this.#hungUp = new Set();
    this.#lookedFor = new Set();
  }

  #glance(): void {
    const now = hungUpIn(this.#deps.calls());
    const late = new Set([...now].filter((id) => this.#hungUp.has(id) && !this.#lookedFor.has(id)));
    this.#lookedFor = new Set([...now].filter((id) => late.has(id) || this.#lookedFor.has(id)));
    this.#hungUp = now;
    if (late.size > 0) void this.#look(late);
  }

  /** @param late channels of which no event is on its way any more: gone at the first look is gone */
  async #look(late: ReadonlySet<string>): Promise<void> {
    const { link, calls, logger, onListed, resync } = this.#deps;
    try {
      // Not CoreShowChannels: that lists channels which are gone, too (calls/resync-calls.ts, closeGhosts).
      const listed = await link.list({ name: 'Status' });
      onListed(listed, ageOf);
      const now = compareChannels(
        calls(),
        listed.map((item) => item.fields.get('Uniqueid') ?? ''),
      );
      const isLost = [...now.gone].some((id) => late.has(id));
      const differs = isLost || (this.#before !== null && differsStill(this.#before, now));
      this.#before = differs ? null : now;
      if (!differs) return;
      logger.warn({ gone: now.gone.size, unknown: now.unknown.size }, 'calls are out of step with Asterisk; resync');
      await resync();
    } catch (error) {
      logger.debug({ error: errorText(error) }, 'the channels could not be compared');
    }
  }
}

/** How long a channel of Status is up. */
const ageOf = (item: AmiEvent): number => Number(item.fields.get('Seconds') ?? 0) * 1000 || 0;
