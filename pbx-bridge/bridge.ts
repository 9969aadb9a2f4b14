/**
 * One bridge at work: the link to Asterisk, the calls, the journal and the connection to the server, put together.
 *
 *     AMI events ─▶ Intake ─▶ reducers ─▶ Journal ─▶ ServerClient ─▶ server
 *         │                      ▲                        └◀── commands, configuration
 *         └─▶ raw copy           └── lists after each login (resync)
 */
import path from 'node:path';
import type { AmiEvent } from './ami/ami-event.ts';
import { AmiLink, type AmiLinkConsumer, type AmiLinkOptions } from './ami/ami-link.ts';
import { CALL_EVENT_NAMES } from './calls/call-reducer.ts';
import { CallsModel } from './calls-model.ts';
import { ChannelAudit } from './channel-audit.ts';
import { type CancelTimer, type Clock, isoTime, repeat } from './clock.ts';
import { CommandBook } from './commands/command-book.ts';
import { CommandExecutor } from './commands/command-executor.ts';
import type { BridgeConfig } from './config.ts';
import { Intake } from './intake.ts';
import { LinkHeartbeat } from './link-heartbeat.ts';
import type { Logger } from './logger.ts';
import { PbxView, stateEventNames } from './pbx-view.ts';
import type { Journal } from './publish/journal.ts';
import type { NewFact } from './publish/new-fact.ts';
import { type InterfaceConfig, ServerClient, type ServerClientTimings } from './publish/server-client.ts';
import { RawLog } from './raw/raw-log.ts';
import { encodeMark } from './raw/raw-marks.ts';
import { RecordingJobs } from './recordings/recording-jobs.ts';
import { RecordingKeeper } from './recordings/recording-keeper.ts';
import { resync } from './resync.ts';
import { RightsWatch } from './rights-watch.ts';

export interface BridgeDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  readonly amiTimings?: AmiLinkOptions['timings'];
  readonly serverTimings?: Partial<ServerClientTimings>;
}

const checkpointEveryMs = 10_000;
const heartbeatEveryMs = 2_000;
const openCallsEveryMs = 30_000;
/** Asterisk was started so recently that a login can have come before its modules were loaded. */
const freshUptimeSeconds = 60;
/** When Asterisk did not answer the channel list, calls are not in step: ask again. */
const resyncAgainMs = 15_000;
/** A link that has been down so long: what was up then is taken to have ended then. Most conversations are shorter. */
const giveUpCallsAfterMs = 3_600_000;

export class Bridge {
  readonly #config: BridgeConfig;
  readonly #deps: BridgeDeps;
  readonly #journal: Journal;
  readonly #model: CallsModel;
  readonly #intake: Intake;
  readonly #view: PbxView;
  readonly #link: AmiLink;
  readonly #server: ServerClient;
  readonly #raw: RawLog | null;
  readonly #recordings: RecordingKeeper;
  readonly #commands: CommandExecutor;
  readonly #rights: RightsWatch;
  readonly #audit: ChannelAudit;
  readonly #heartbeat: LinkHeartbeat;
  /** When the link was last known to work; null while it works or when it never did. */
  #linkLostAt: number | null;
  /** The calls were put in step with what is up, at least once since the start: only then is what is not open over. */
  #knowsCalls = false;
  #unsaved = false;
  #interfaces: InterfaceConfig | null = null;
  #timers: CancelTimer[] = [];
  #cancelResync: CancelTimer = () => undefined;
  #resyncing: Promise<boolean> = Promise.resolve(true);

  /** Takes up what the journal and the folder of this bridge hold; nothing runs before `start`. */
  constructor(config: BridgeConfig, deps: BridgeDeps, journal: Journal) {
    this.#config = config;
    this.#deps = deps;
    this.#journal = journal;
    const { clock, logger, random } = deps;
    this.#heartbeat = new LinkHeartbeat(config.folder);
    this.#linkLostAt = this.#heartbeat.read();
    this.#model = this.#restore();
    this.#raw = this.#openRawLog();
    this.#view = new PbxView(
      clock,
      (legId) => this.#model.callOf(legId),
      (message) => this.#server.sendState(message),
    );
    this.#link = new AmiLink(
      { target: config.ami, clock, logger, random, timings: deps.amiTimings },
      this.#linkConsumer(),
    );
    this.#server = this.#openServer();
    this.#intake = new Intake({
      model: this.#model,
      journal,
      clock,
      logger,
      onEvent: (event) => this.#passOn(event),
      onFacts: (facts) => this.#tell(facts),
      onCommitted: () => {
        this.#unsaved = true;
        this.#view.flush();
      },
      onMark: (mark) => this.#raw?.takeText(encodeMark(mark)),
    });
    const publish = (facts: readonly NewFact[]): void => this.#intake.publish(facts);
    this.#recordings = new RecordingKeeper({
      jobs: new RecordingJobs(path.join(config.folder, 'recordings'), logger),
      clock,
      logger,
      bridgeId: config.bridgeId,
      folder: config.recordingsFolder,
      target: { serverUrl: config.server.url, token: config.server.token },
      publish,
    });
    this.#commands = new CommandExecutor({
      link: this.#link,
      book: new CommandBook(path.join(config.folder, 'commands.log'), clock, logger),
      clock,
      logger,
      bridgeId: config.bridgeId,
      dialContext: config.dialContext,
      calls: () => this.#model.state,
      publish,
      refresh: () => this.#resync(),
    });
    this.#rights = new RightsWatch({
      link: this.#link,
      user: config.ami.user,
      clock,
      logger,
      tell: (detail) => this.#view.setMissingRights(detail),
    });
    this.#audit = new ChannelAudit({
      link: this.#link,
      calls: () => this.#model.state,
      clock,
      logger,
      onListed: (listed, ageMs) => this.#rights.compare(listed, ageMs),
      resync: () => this.#resync(),
    });
  }

  start(): void {
    const { clock } = this.#deps;
    this.#recordings.start(this.#model.openCalls());
    this.#server.start();
    this.#link.start();
    this.#timers = [
      repeat(clock, checkpointEveryMs, () => void this.#checkpoint()),
      repeat(clock, heartbeatEveryMs, () => this.#beat()),
      repeat(clock, openCallsEveryMs, () => this.#server.tellOpenCalls()),
    ];
  }

  /** The disk is too slow: hold the PBX back, or let it go on. */
  holdBack(behind: boolean): void {
    if (behind) this.#link.pause();
    else this.#link.resume();
  }

  /** Ends in order: no event is taken any more, everything is on disk. */
  async stop(): Promise<void> {
    for (const cancel of this.#timers) cancel();
    this.#cancelResync();
    this.#audit.stop();
    this.#beat();
    this.#link.stop();
    this.#intake.release(new Set(), null);
    this.#recordings.stop();
    await this.#checkpoint();
    await this.#server.stop();
    await this.#raw?.close();
    await this.#journal.close();
  }

  #restore(): CallsModel {
    const model = new CallsModel(this.#config.bridgeId);
    const { state, groups } = this.#journal.recover();
    if (!model.restore(state, groups())) {
      this.#deps.logger.warn({}, 'the saved state is of another version; calls in progress are taken up anew');
    }
    return model;
  }

  #openRawLog(): RawLog | null {
    const { folder, rawEvents } = this.#config;
    if (rawEvents.days === 0) return null;
    const { clock, logger } = this.#deps;
    const head = (): string =>
      this.#interfaces === null ? '' : encodeMark({ kind: 'config', at: clock.now(), config: this.#interfaces });
    return new RawLog({ folder: path.join(folder, 'raw'), ...rawEvents, clock, logger, head });
  }

  #openServer(): ServerClient {
    const { clock, logger, random, serverTimings: timings } = this.#deps;
    const { server, bridgeId } = this.#config;
    return new ServerClient(
      { ...server, bridgeId, clock, logger, random, journal: this.#journal, timings },
      {
        readState: () => this.#view.read(),
        readOpenCalls: () => this.#readOpenCalls(),
        onConfig: (interfaces) => this.#configure(interfaces),
        onCommand: (commandId, command) => this.#commands.execute(commandId, command),
      },
    );
  }

  #linkConsumer(): AmiLinkConsumer {
    return {
      isWanted: (name) => CALL_EVENT_NAMES.has(name) || stateEventNames.has(name) || listItemNames.has(name),
      onEvent: (event) => this.#intake.take(event),
      ...(this.#raw === null
        ? {}
        : { onBlock: (bytes, start, end, receivedAt) => this.#raw?.take(bytes, start, end, receivedAt) }),
      onChunkEnd: () => this.#intake.commit(),
      onUp: () => void this.#cameUp(),
      onDown: (_reason, heardAt) => {
        this.#linkLostAt = heardAt;
        this.#audit.stop();
      },
      onState: (state) => this.#view.setLink(state),
    };
  }

  /** After the calls, in this order: who else looks at every event. */
  #passOn(event: AmiEvent): void {
    this.#commands.observe(event);
    this.#rights.observe(event);
    this.#view.takeEvent(event);
    if (event.name === 'FullyBooted') this.#booted(event);
  }

  #tell(facts: readonly NewFact[]): void {
    this.#server.wake();
    for (const fact of facts) if ('call' in fact) this.#recordings.observe(fact);
  }

  async #cameUp(): Promise<void> {
    await this.#resync();
    if (!this.#link.isUp) return;
    this.#audit.start();
    await this.#rights.check();
  }

  /**
   * A starting Asterisk opens AMI before its modules are loaded: lists asked for then are missing or denied. It says when it
   * is ready; the same event after a login on a PBX that has long been up is no news.
   */
  #booted(event: AmiEvent): void {
    if (Number(event.fields.get('Uptime') ?? 0) <= freshUptimeSeconds && this.#link.isUp) void this.#cameUp();
  }

  /** One after the other: two at once would take each other's waiting events. */
  #resync(): Promise<boolean> {
    this.#resyncing = this.#resyncing.then(() => this.#resyncNow());
    return this.#resyncing;
  }

  async #resyncNow(): Promise<boolean> {
    this.#cancelResync();
    const { clock, logger } = this.#deps;
    const linkLostAt = this.#linkLostAt;
    const deps = { link: this.#link, intake: this.#intake, clock, logger };
    const { channels, lists } = await resync(deps, linkLostAt);
    if (!this.#link.isUp) return false;
    if (channels && this.#linkLostAt === linkLostAt) this.#linkLostAt = null;
    this.#view.takeLists(lists);
    if (channels) {
      this.#knowsCalls = true;
      this.#server.tellOpenCalls();
    }
    if (!channels) this.#cancelResync = clock.after(resyncAgainMs, () => void this.#resync());
    return channels;
  }

  #readOpenCalls(): { at: string; callIds: string[] } | null {
    if (!this.#knowsCalls) return null;
    const at = (this.#linkLostAt ?? this.#deps.clock.now()) + this.#link.clockOffsetMs;
    return { at: isoTime(at), callIds: [...this.#model.openCalls()] };
  }

  #configure({ agentInterfaces, trunkInterfaces }: InterfaceConfig): void {
    const config = { agentInterfaces: [...agentInterfaces].sort(), trunkInterfaces: [...trunkInterfaces].sort() };
    if (JSON.stringify(config) === JSON.stringify(this.#interfaces)) return;
    this.#interfaces = config;
    this.#view.configure(config);
    this.#intake.apply({ kind: 'config', at: this.#deps.clock.now(), config });
    this.#intake.commit();
  }

  #beat(): void {
    const now = this.#deps.clock.now();
    if (this.#link.isUp && this.#linkLostAt === null) this.#heartbeat.beat(now);
    else if (!this.#link.isUp) this.#giveUpCalls(now);
  }

  /** A PBX that does not come back must not leave its calls open for ever. */
  #giveUpCalls(now: number): void {
    const lostAt = this.#linkLostAt;
    if (lostAt === null || now - lostAt < giveUpCallsAfterMs || this.#model.openCalls().size === 0) return;
    const offsetMs = this.#link.clockOffsetMs;
    const snapshot = { ...nothingUp, linkLostAt: lostAt + offsetMs };
    this.#deps.logger.warn({ calls: this.#model.openCalls().size }, 'Asterisk is gone; its calls are taken to be over');
    this.#intake.apply({ kind: 'resync', at: now + offsetMs, snapshot });
    this.#intake.commit();
  }

  async #checkpoint(): Promise<void> {
    if (!this.#unsaved) return;
    this.#unsaved = false;
    await this.#journal.checkpoint(this.#model.save());
  }
}

const nothingUp = { channels: [], waitingBridges: [], queueEntries: [], startup: null };

/** Besides the events of calls and state: items of lists we ask for, the ends of these lists, and the end of a start. */
const listItemNames: ReadonlySet<string> = new Set([
  'FullyBooted',
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
