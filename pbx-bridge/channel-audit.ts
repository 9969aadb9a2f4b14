/** Every half minute: is what we hold open what Asterisk has up? See audit-channels.ts for the rule. */
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLink } from './ami/ami-link.ts';
import { type ChannelDifference, compareChannels, differsStill } from './audit-channels.ts';
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

export class ChannelAudit {
  readonly #deps: ChannelAuditDeps;
  #before: ChannelDifference | null = null;
  #cancel: CancelTimer = () => undefined;

  constructor(deps: ChannelAuditDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.stop();
    this.#cancel = repeat(this.#deps.clock, everyMs, () => void this.#look());
  }

  stop(): void {
    this.#cancel();
    this.#before = null;
  }

  async #look(): Promise<void> {
    const { link, calls, logger, onListed, resync } = this.#deps;
    try {
      // Not CoreShowChannels: that lists channels which are gone, too (calls/resync-calls.ts, closeGhosts).
      const listed = await link.list({ name: 'Status' });
      onListed(listed, ageOf);
      const now = compareChannels(
        calls(),
        listed.map((item) => item.fields.get('Uniqueid') ?? ''),
      );
      const differs = this.#before !== null && differsStill(this.#before, now);
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
