/**
 * Finds out which rights the manager user lacks and keeps the administrator told. What can be asked is asked after each
 * login; that the classes `call` and `agent` are not read only shows when something is up that no event told of.
 */
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLink } from './ami/ami-link.ts';
import {
  describeMissingRights,
  findMissingWriteRights,
  type MissingRight,
  missingReadRight,
} from './ami/ami-rights.ts';
import type { Clock } from './clock.ts';
import { errorText, type Logger } from './logger.ts';

export interface RightsWatchDeps {
  readonly link: Pick<AmiLink, 'run'>;
  readonly user: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** One sentence for the administrator; null when nothing is missing. */
  readonly tell: (detail: string | null) => void;
}

const probe = 'TRUNKLINE_RIGHTS_PROBE';
const probeTimeoutMs = 2_000;

export class RightsWatch {
  readonly #deps: RightsWatchDeps;
  #write: readonly MissingRight[] = [];
  readonly #read = new Set<'call' | 'agent' | 'dialplan'>();
  #variableSeen = false;
  #channelEventSeen = false;
  #queueEventSeen = false;
  #upSince = 0;
  #told: string | null = null;

  constructor(deps: RightsWatchDeps) {
    this.#deps = deps;
  }

  observe(event: AmiEvent): void {
    if (event.name === 'VarSet') this.#variableSeen = true;
    else if (event.name === 'Newchannel') this.#seen('call');
    else if (event.name.startsWith('QueueCaller') || event.name === 'AgentCalled') this.#seen('agent');
  }

  /** After each login. Never rejects. */
  async check(): Promise<void> {
    const { link, clock, logger } = this.#deps;
    this.#upSince = clock.now();
    this.#channelEventSeen = false;
    this.#queueEventSeen = false;
    this.#variableSeen = false;
    this.#read.clear();
    try {
      this.#write = await findMissingWriteRights((action) => link.run(action));
      await this.#probeVariables();
    } catch (error) {
      logger.debug({ error: errorText(error) }, 'the rights of the manager user could not all be asked for');
    }
    this.#tell();
  }

  /** Channels that are up (CoreShowChannel items). `ageMs` gives how long a channel is up. */
  compare(listed: readonly AmiEvent[], ageMs: (item: AmiEvent) => number): void {
    const upMs = this.#deps.clock.now() - this.#upSince;
    const bornHere = listed.filter((item) => ageMs(item) > 2_000 && ageMs(item) < upMs - 5_000);
    if (bornHere.length > 0 && !this.#channelEventSeen) this.#read.add('call');
    const waits = bornHere.some((item) => item.fields.get('Application') === 'Queue');
    if (waits && this.#channelEventSeen && !this.#queueEventSeen) this.#read.add('agent');
    this.#tell();
  }

  #seen(right: 'call' | 'agent'): void {
    if (right === 'call') this.#channelEventSeen = true;
    else this.#queueEventSeen = true;
    if (this.#read.delete(right)) this.#tell();
  }

  /** A global variable of ours must come back as VarSet, unless class `dialplan` is not read. */
  async #probeVariables(): Promise<void> {
    const { link, clock } = this.#deps;
    await link.run({ name: 'Setvar', fields: { Variable: probe, Value: String(clock.now()) } });
    await new Promise<void>((resolve) => clock.after(this.#variableSeen ? 0 : probeTimeoutMs, resolve));
    if (!this.#variableSeen) this.#read.add('dialplan');
  }

  #tell(): void {
    const missing = [...[...this.#read].map(missingReadRight), ...this.#write];
    const detail = missing.length === 0 ? null : describeMissingRights(this.#deps.user, missing);
    if (detail !== null && detail !== this.#told) this.#deps.logger.warn({ because: detail }, 'rights are missing');
    this.#told = detail;
    this.#deps.tell(detail);
  }
}
