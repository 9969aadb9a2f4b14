/**
 * One bridge at work: the link to Asterisk, the calls, the journal and the connection to the server, put together.
 *
 *     AMI events ─▶ Intake ─▶ reducers ─▶ Journal ─▶ ServerClient ─▶ server
 *     lists after login ─▶ resync ──┘                     └◀── commands, configuration
 */
import { AmiLink, type AmiLinkOptions } from './ami/ami-link.ts';
import { describeMissingRights, findMissingWriteRights } from './ami/ami-rights.ts';
import { CALL_EVENT_NAMES } from './calls/call-reducer.ts';
import { CallsModel } from './calls-model.ts';
import { type CancelTimer, type Clock, repeat } from './clock.ts';
import type { BridgeConfig } from './config.ts';
import { Intake } from './intake.ts';
import type { Logger } from './logger.ts';
import { PbxView } from './pbx-view.ts';
import type { Journal } from './publish/journal.ts';
import { type InterfaceConfig, ServerClient, type ServerClientTimings } from './publish/server-client.ts';
import { resync } from './resync.ts';

export interface BridgeDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly amiTimings?: AmiLinkOptions['timings'];
  readonly serverTimings?: Partial<ServerClientTimings>;
}

const checkpointEveryMs = 10_000;
/** When Asterisk did not answer the channel list, calls are not in step: ask again. */
const resyncAgainMs = 15_000;

export class Bridge {
  readonly #config: BridgeConfig;
  readonly #deps: BridgeDeps;
  readonly #journal: Journal;
  readonly #model: CallsModel;
  readonly #intake: Intake;
  readonly #view: PbxView;
  readonly #link: AmiLink;
  readonly #server: ServerClient;
  #linkLostAt: number | null;
  #unsaved = false;
  #interfaces: InterfaceConfig | null = null;
  #cancelResync: CancelTimer = () => undefined;
  #stopCheckpoints: CancelTimer = () => undefined;

  /** `linkLostAt`: when the former run of this bridge last had a working link; null when it never ran. */
  constructor(config: BridgeConfig, deps: BridgeDeps, journal: Journal, linkLostAt: number | null) {
    this.#config = config;
    this.#deps = deps;
    this.#journal = journal;
    this.#linkLostAt = linkLostAt;
    const { clock, logger, random } = deps;
    this.#model = new CallsModel(config.bridgeId);
    const { state, groups } = journal.recover();
    if (!this.#model.restore(state, groups())) {
      logger.warn({}, 'the saved state is of another version; calls in progress are taken up anew');
    }
    this.#view = new PbxView(clock, (message) => this.#server.sendState(message));
    this.#server = new ServerClient(
      {
        url: config.server.url,
        token: config.server.token,
        bridgeId: config.bridgeId,
        clock,
        logger,
        random,
        journal,
        timings: deps.serverTimings,
      },
      {
        readState: () => this.#view.read(),
        onConfig: (interfaces) => this.#configure(interfaces),
        onCommand: async () => ({ ok: false, code: 'command.invalid', message: 'Not yet.' }),
      },
    );
    this.#intake = new Intake({
      model: this.#model,
      journal,
      clock,
      logger,
      onEvent: (event) => this.#view.takeEvent(event),
      onFacts: () => this.#server.wake(),
      onCommitted: () => {
        this.#unsaved = true;
      },
      onOverfull: () => this.#intake.release(new Set(), null),
    });
    this.#link = new AmiLink(
      { target: config.ami, clock, logger, random, timings: deps.amiTimings },
      this.#linkConsumer(),
    );
  }

  start(): void {
    this.#server.start();
    this.#link.start();
    this.#stopCheckpoints = repeat(this.#deps.clock, checkpointEveryMs, () => void this.#checkpoint());
  }

  /** The disk is too slow: hold the PBX back, or let it go on. */
  holdBack(behind: boolean): void {
    if (behind) this.#link.pause();
    else this.#link.resume();
  }

  /** Ends in order: no event is taken any more, everything is on disk. */
  async stop(): Promise<void> {
    this.#stopCheckpoints();
    this.#cancelResync();
    this.#link.stop();
    this.#intake.release(new Set(), null);
    await this.#checkpoint();
    this.#server.stop();
    await this.#journal.close();
  }

  #linkConsumer() {
    return {
      isWanted: (name: string) => CALL_EVENT_NAMES.has(name) || listItemNames.has(name),
      onEvent: this.#take.bind(this),
      onChunkEnd: () => this.#intake.commit(),
      onUp: () => void this.#inStep(),
      onDown: () => {
        this.#linkLostAt = this.#deps.clock.now();
      },
      onState: (state: Parameters<PbxView['setLink']>[0]) => this.#view.setLink(state),
    };
  }

  #take(event: Parameters<Intake['take']>[0]): void {
    this.#intake.take(event);
  }

  async #inStep(): Promise<void> {
    this.#cancelResync();
    const { clock, logger } = this.#deps;
    const { channels, lists } = await resync(
      { link: this.#link, intake: this.#intake, clock, logger },
      this.#linkLostAt,
    );
    if (!this.#link.isUp) return;
    this.#view.takeLists(lists);
    if (!channels) this.#cancelResync = clock.after(resyncAgainMs, () => void this.#inStep());
    await this.#checkRights();
  }

  async #checkRights(): Promise<void> {
    try {
      const missing = await findMissingWriteRights((action) => this.#link.run(action));
      this.#view.setMissingRights(missing.length === 0 ? null : describeMissingRights(this.#config.ami.user, missing));
    } catch (error) {
      this.#deps.logger.debug({ error: String(error) }, 'the rights of the manager user could not be asked for');
    }
  }

  #configure(interfaces: InterfaceConfig): void {
    const { agentInterfaces, trunkInterfaces } = interfaces;
    const next = { agentInterfaces: [...agentInterfaces].sort(), trunkInterfaces: [...trunkInterfaces].sort() };
    if (JSON.stringify(next) === JSON.stringify(this.#interfaces)) return;
    this.#interfaces = next;
    this.#intake.apply({ kind: 'config', at: this.#deps.clock.now(), config: next });
    this.#intake.commit();
  }

  async #checkpoint(): Promise<void> {
    if (!this.#unsaved) return;
    this.#unsaved = false;
    await this.#journal.checkpoint(this.#model.save());
  }
}

/** Events that only come as items of lists we ask for, and the ends of these lists. */
const listItemNames = new Set([
  'CoreShowChannel',
  'CoreShowChannelsComplete',
  'Status',
  'StatusComplete',
  'BridgeListItem',
  'BridgeListComplete',
  'QueueParams',
  'QueueMember',
  'QueueEntry',
  'QueueStatusComplete',
  'DeviceStateChange',
  'DeviceStateListComplete',
  'EndpointList',
  'EndpointListComplete',
  'PeerEntry',
  'PeerlistComplete',
]);
