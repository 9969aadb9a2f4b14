/** LocalBridge, LocalOptimization, VarSet, MixMonitorStart, OriginateResponse. */
import type { AmiEvent } from '../../ami/ami-event.ts';
import { recordingIdOf } from '../call-fact.ts';
import type { OpenCall } from '../call-state.ts';
import type { CallsDraft } from '../calls-draft.ts';
import { originatedInterface } from '../channel-name.ts';
import { textOf } from '../event-fields.ts';
import { commandOfActionId } from '../originate-ids.ts';
import { settleCall } from '../settle-call.ts';
import { callOfChannel, channelOf, knownChannel, linkPair } from './channel-of-event.ts';
import { onQueueStatusVariable } from './queue-call-events.ts';

/** The two halves of a Local channel. */
export function onLocalBridge(draft: CallsDraft, event: AmiEvent): void {
  const one = channelOf(draft, event, 'LocalOne');
  const two = channelOf(draft, event, 'LocalTwo');
  if (one && two) linkPair(draft, one.id, two.id);
}

/** Asterisk begins (or ends) to replace a Local pair by a direct bridge; in between everybody moves within a millisecond. */
export function onLocalOptimization(draft: CallsDraft, event: AmiEvent): void {
  const local = knownChannel(draft, event, 'LocalOne') ?? knownChannel(draft, event, 'LocalTwo');
  const call = local && callOfChannel(draft, local);
  if (!call) return;
  call.optimising = event.name === 'LocalOptimizationBegin';
  if (!call.optimising) settleCall(draft, call.id);
}

const OURS = /^_{0,2}TRUNKLINE_([A-Z][A-Z0-9_]{0,60})$/;
const MOST_VARIABLES = 50;
const WATCHED = new Set(['DIALSTATUS', 'QUEUESTATUS', 'MIXMONITOR_FILENAME', 'BLINDTRANSFER']);

/** Which names are watched for their own sake: a dialplan has some dozens, and they come again with every call. */
const watchedNames = new Map<string, boolean>();
const MOST_NAMES = 2000;

function isWatchedName(name: string): boolean {
  let known = watchedNames.get(name);
  if (known === undefined) {
    known = WATCHED.has(name) || OURS.test(name);
    if (watchedNames.size < MOST_NAMES) watchedNames.set(name, known);
  }
  return known;
}

/** Whether a VarSet can matter at all: nine in ten events of a busy PBX are VarSets that do not. */
export function isWatchedVariable(event: AmiEvent): boolean {
  const name = event.fields.get('Variable');
  return name !== undefined && (isWatchedName(name) || isProhibited(event.fields.get('Value')));
}

/** A value of CALLERID(pres) that says the caller does not want to be shown; dialplans keep it in variables of any name. */
function isProhibited(value: string | null | undefined): boolean {
  return value ? value.startsWith('prohib') && /^prohib(_\w+)?$/.test(value) : false;
}

/** Channel variables: ours, and the few that say what no event does. Most are none of these. */
export function onVarSet(draft: CallsDraft, event: AmiEvent): void {
  const name = event.fields.get('Variable');
  if (name === undefined) return;
  draft.learnVariables();
  const ours = OURS.exec(name)?.[1];
  const value = textOf(event, 'Value');
  if (ours === undefined && !WATCHED.has(name) && !isProhibited(value)) return;
  const channel = value === null ? undefined : knownChannel(draft, event);
  const call = channel && callOfChannel(draft, channel);
  if (!channel || !call || value === null) return;
  if (isProhibited(value) && channel.kind === 'external' && channel.role === 'caller') hideCaller(draft, call);
  if (ours !== undefined) keepVariable(draft, call, ours, value);
  else if (name === 'DIALSTATUS') call.dialStatus = value;
  else if (name === 'QUEUESTATUS') onQueueStatusVariable(draft, channel, value);
  else if (name === 'MIXMONITOR_FILENAME') channel.recordingFile = value;
  else if (name === 'BLINDTRANSFER') call.transferring = true;
}

/** Our dialplan snippet's UserEvent: presentation and the number dialled, for AMI users who may not see variables. */
export function onUserEvent(draft: CallsDraft, event: AmiEvent): void {
  if (event.fields.get('UserEvent') !== 'TrunklineCaller') return;
  const channel = knownChannel(draft, event);
  const call = channel && callOfChannel(draft, channel);
  if (!channel || !call || channel.kind !== 'external' || channel.role !== 'caller') return;
  if (isProhibited(textOf(event, 'Presentation'))) hideCaller(draft, call);
  channel.exten = textOf(event, 'DialledNumber') ?? channel.exten;
}

function hideCaller(draft: CallsDraft, call: OpenCall): void {
  if (call.withheld) return;
  call.withheld = true;
  draft.sayUpdated(call.id);
}

/** `TRUNKLINE_COMMAND_ID` ties a call to the command that asked for it. */
function keepVariable(draft: CallsDraft, call: OpenCall, name: string, value: string): void {
  if (call.variables[name] === value || Object.keys(call.variables).length >= MOST_VARIABLES) return;
  call.variables = { ...call.variables, [name]: value };
  if (name === 'COMMAND_ID') call.originateId = value;
  draft.sayUpdated(call.id);
}

/** A recording begins. The event has no file name; the variable set just before has. */
export function onMixMonitorStart(draft: CallsDraft, event: AmiEvent): void {
  const channel = knownChannel(draft, event);
  const call = channel && callOfChannel(draft, channel);
  const file = channel?.recordingFile ?? null;
  if (!channel || !call || file === null || call.recordings.length >= 50) return;
  const id = recordingIdOf(call.id, file);
  if (call.recordings.some((recording) => recording.file === file)) return;
  call.recordings = [...call.recordings, { id, file, legId: channel.id, startedAt: draft.at }];
  draft.say(call.id, 'recording.started', channel.id);
}

/** What an Originate was to reach; on failure it has no uniqueid, only the dial string of the leg that rang. */
export function onOriginateResponse(draft: CallsDraft, event: AmiEvent): void {
  const exten = textOf(event, 'Exten');
  if (exten === null || !/^[+\d*#]+$/.test(exten)) return;
  const device = originatedInterface(textOf(event, 'Channel') ?? '');
  const failed = event.fields.get('Response') === 'Failure' && device !== null;
  const wanted = failed ? { device, command: commandOfActionId(event.fields.get('ActionID')) } : null;
  const channel = knownChannel(draft, event);
  const own = channel && callOfChannel(draft, channel);
  const call = own ?? (wanted ? draft.findOriginated(wanted) : undefined);
  if (!call) {
    if (wanted) draft.completeUnanswered(wanted, exten);
    return;
  }
  if (call.intended !== null || (channel && call.channels[0]?.id !== channel.id)) return;
  call.intended = exten;
  draft.sayUpdated(call.id);
}
