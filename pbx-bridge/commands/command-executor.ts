/** Carries out what the server asks for, each command once, and turns every failure into a typed result. */
import type { AmiAction } from '../ami/ami-encoder.ts';
import {
  AmiActionFailed,
  AmiAnswerLost,
  AmiDisconnected,
  AmiLackingRight,
  AmiTimedOut,
  AmiValueRefused,
} from '../ami/ami-errors.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import type { AmiLink } from '../ami/ami-link.ts';
import type { CallsState, OpenCall } from '../calls/call-state.ts';
import type { ChannelState } from '../calls/leg.ts';
import { originateChannelId } from '../calls/originate-ids.ts';
import type { Clock } from '../clock.ts';
import type { CommandResult, PbxCommand } from '../contract/pbx-commands.ts';
import { errorText, type Logger } from '../logger.ts';
import type { NewFact } from '../publish/new-fact.ts';
import { channelToRecord, findCall, findOpenChannel, liveChannels, recordedChannels } from './call-channels.ts';
import type { CommandBook } from './command-book.ts';
import { OriginateWatch } from './originate-watch.ts';

export interface CommandDeps {
  readonly link: Pick<AmiLink, 'run'>;
  readonly book: CommandBook;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridgeId: string;
  readonly dialContext: string;
  readonly calls: () => CallsState;
  readonly publish: (facts: readonly NewFact[]) => void;
  /** Asks the PBX for everything again. */
  readonly refresh: () => Promise<boolean>;
}

type Of<Type extends PbxCommand['type']> = Extract<PbxCommand, { type: Type }>;
type RecordingCommand = Extract<PbxCommand, { type: `recording.${string}` }>;

const done: CommandResult = { ok: true, data: {} };
const failed = (code: Extract<CommandResult, { ok: false }>['code'], message: string): CommandResult => ({
  ok: false,
  code,
  message,
});
const noCall = failed('call.not-found', 'This call is over, or this PBX does not know it.');

export class CommandExecutor {
  readonly #deps: CommandDeps;
  readonly #originates: OriginateWatch;
  /** Recordings that we stopped, by leg: Asterisk's events do not tell which recording of a channel ended. */
  readonly #stopped = new Set<string>();

  constructor(deps: CommandDeps) {
    this.#deps = deps;
    this.#originates = new OriginateWatch(deps);
  }

  /** Never rejects. The same id gets the result of the first time. */
  execute(commandId: string, command: PbxCommand): Promise<CommandResult> {
    return this.#deps.book.once(commandId, async () => {
      try {
        return await this.#carryOut(commandId, command);
      } catch (error) {
        return resultOfError(error, this.#deps.logger, command.type);
      }
    });
  }

  /** Every event of the PBX passes here: some tell how an originate goes. */
  observe(event: AmiEvent): void {
    this.#originates.observe(event);
  }

  #carryOut(commandId: string, command: PbxCommand): Promise<CommandResult> {
    switch (command.type) {
      case 'call.originate':
      case 'call.dial':
        return this.#originates.run(commandId, command);
      case 'call.connect':
        return this.#connect(command);
      case 'call.tell':
        return this.#tell(command);
      case 'call.hangup':
        return this.#hangup(command);
      case 'call.transfer':
        return this.#transfer(command);
      case 'recording.start':
      case 'recording.stop':
      case 'recording.pause':
      case 'recording.resume':
        return this.#record(command);
      case 'queue.pause':
        return this.#pause(command);
      case 'state.refresh':
        return this.#refresh();
    }
  }

  /** The dialplan looks for the agent's name in this variable ten times a second. */
  async #connect({ originateId, interface: agent }: Of<'call.connect'>): Promise<CommandResult> {
    const channelId = originateChannelId(this.#deps.bridgeId, originateId);
    const channel = findOpenChannel(this.#deps.calls(), channelId);
    if (channel === null) return noCall;
    const fields = { Channel: channel.name, Variable: 'TRUNKLINE_AGENT', Value: agent };
    return this.#each([channel], () => ({ name: 'Setvar', fields }));
  }

  async #tell({ callId, variables }: Of<'call.tell'>): Promise<CommandResult> {
    const call = findCall(this.#deps.calls(), callId);
    const channel = call === null ? undefined : liveChannels(call).find(({ kind }) => kind === 'external');
    if (channel === undefined) return noCall;
    for (const { name, value } of variables) {
      const fields = { Channel: channel.name, Variable: `TRUNKLINE_${name}`, Value: value };
      const result = await this.#each([channel], () => ({ name: 'Setvar', fields }));
      if (!result.ok) return result;
    }
    return done;
  }

  async #hangup(command: Of<'call.hangup'>): Promise<CommandResult> {
    const call = findCall(this.#deps.calls(), command.callId);
    const channels = call === null ? [] : liveChannels(call, command.interface);
    if (channels.length === 0) return noCall;
    return this.#each(channels, (channel) => ({ name: 'Hangup', fields: { Channel: channel.name, Cause: '16' } }));
  }

  async #transfer(command: Of<'call.transfer'>): Promise<CommandResult> {
    const call = findCall(this.#deps.calls(), command.callId);
    const channel =
      call === null ? undefined : liveChannels(call, command.interface).find(({ bridge }) => bridge !== null);
    if (channel === undefined) return failed('call.not-found', 'This device is not in a conversation of this call.');
    const fields = { Channel: channel.name, Context: this.#deps.dialContext, Exten: command.to };
    await this.#deps.link.run({ name: 'BlindTransfer', fields });
    return done;
  }

  async #record(command: RecordingCommand): Promise<CommandResult> {
    const call = findCall(this.#deps.calls(), command.callId);
    if (call === null) return noCall;
    const running = recordedChannels(call).filter((channel) => !this.#stopped.has(channel.id));
    if (command.type === 'recording.start') return running.length > 0 ? done : this.#startRecording(call);
    if (running.length === 0) return failed('call.not-found', 'This call is not being recorded.');
    if (command.type === 'recording.stop') {
      const result = await this.#each(running, ({ name }) => ({ name: 'StopMixMonitor', fields: { Channel: name } }));
      if (result.ok) for (const { id } of running) this.#stopped.add(id);
      return result;
    }
    const State = command.type === 'recording.pause' ? '1' : '0';
    return this.#each(running, ({ name }) => ({
      name: 'MixMonitorMute',
      fields: { Channel: name, Direction: 'both', State },
    }));
  }

  async #startRecording(call: OpenCall): Promise<CommandResult> {
    const channel = channelToRecord(call);
    if (channel === null) return noCall;
    // A name of its own for each start: the same name would overwrite what was recorded before.
    const file = `trunkline-${call.id}-${this.#deps.clock.now()}.wav`;
    await this.#deps.link.run({ name: 'MixMonitor', fields: { Channel: channel.name, File: file } });
    this.#stopped.delete(channel.id);
    return { ok: true, data: { file } };
  }

  async #pause(command: Of<'queue.pause'>): Promise<CommandResult> {
    const fields: Record<string, string> = { Interface: command.interface, Paused: command.paused ? 'true' : 'false' };
    if (command.reason !== null) fields.Reason = command.reason;
    if (command.queue !== null) fields.Queue = command.queue;
    await this.#deps.link.run({ name: 'QueuePause', fields });
    return done;
  }

  async #refresh(): Promise<CommandResult> {
    return (await this.#deps.refresh()) ? done : failed('pbx.timed-out', 'Asterisk did not tell what is up.');
  }

  /** Runs an action for each channel. A channel that went away meanwhile needs nothing any more. */
  async #each(channels: readonly ChannelState[], action: (channel: ChannelState) => AmiAction): Promise<CommandResult> {
    const outcomes = await Promise.allSettled(channels.map((channel) => this.#deps.link.run(action(channel))));
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected' && !isGone(outcome.reason)) throw outcome.reason;
    }
    return outcomes.some(({ status }) => status === 'fulfilled') ? done : noCall;
  }
}

const isGone = (error: unknown): boolean =>
  error instanceof AmiActionFailed && /no such channel|does not exist|not found/i.test(error.message);

const resultOfError = (error: unknown, logger: Logger, type: string): CommandResult => {
  const message = errorText(error);
  if (error instanceof AmiAnswerLost || error instanceof AmiTimedOut) return failed('pbx.timed-out', message);
  if (error instanceof AmiDisconnected) return failed('pbx.unreachable', message);
  if (error instanceof AmiValueRefused) return failed('command.invalid', message);
  if (error instanceof AmiLackingRight || error instanceof AmiActionFailed) return failed('pbx.refused', message);
  logger.error({ command: type, error: message }, 'a command failed');
  return failed('pbx.refused', message);
};
