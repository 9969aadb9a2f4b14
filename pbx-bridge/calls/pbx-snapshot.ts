/**
 * What Asterisk says is up right now, asked after each connect: CoreShowChannels, Status (AllVariables), BridgeList,
 * QueueStatus and CoreStatus. Nothing that happened while the link was down is ever sent again; this is all there is.
 */
import type { AmiEvent } from '../ami/ami-event.ts';
import { numberOf, textOf } from './event-fields.ts';

export interface SnapshotChannel {
  readonly id: string;
  readonly name: string;
  readonly linkedId: string;
  readonly up: boolean;
  readonly number: string | null;
  readonly callerName: string | null;
  readonly context: string | null;
  readonly exten: string | null;
  /** The number it dialled at its start (Status: DNID). */
  readonly dnid: string | null;
  /** What it runs: `Queue`, `Dial`; legs that were dialled run `AppDial`, `AppQueue`. */
  readonly application: string | null;
  readonly applicationData: string | null;
  readonly bridgeId: string | null;
  /** Age in seconds. */
  readonly seconds: number;
  readonly variables: Readonly<Record<string, string>>;
}

export interface PbxSnapshot {
  readonly channels: readonly SnapshotChannel[];
  /** Bridges in which nobody hears anybody (parking, waiting). */
  readonly waitingBridges: readonly string[];
  readonly queueEntries: readonly {
    readonly queue: string;
    readonly channelId: string;
    readonly waitSeconds: number;
  }[];
  /** CoreStartupDate and -Time as one string; null when it was not asked. */
  readonly startup: string | null;
  /** When the link was lost, milliseconds by the bridge's clock; null when it is not known (bridge just started). */
  readonly linkLostAt: number | null;
}

/**
 * Reads the list items of a refresh in any order. `CoreStatus` is a response, so its fields are handed over apart.
 * @param items events between the responses of the list actions and their `...Complete`
 */
export function readPbxSnapshot(
  items: readonly AmiEvent[],
  core: { readonly startupDate: string; readonly startupTime: string } | null,
  linkLostAt: number | null,
): PbxSnapshot {
  const status = new Map<string, AmiEvent>();
  for (const item of items) if (item.name === 'Status') status.set(textOf(item, 'Uniqueid') ?? '', item);
  const shown = items.filter((item) => item.name === 'CoreShowChannel');
  const listed = shown.length > 0 ? shown : [...status.values()];
  return {
    channels: listed.flatMap((item) => readChannel(item, status.get(textOf(item, 'Uniqueid') ?? '')) ?? []),
    waitingBridges: items.filter(isWaitingBridge).flatMap((item) => textOf(item, 'BridgeUniqueid') ?? []),
    queueEntries: items.filter((item) => item.name === 'QueueEntry').flatMap(readQueueEntry),
    startup: core ? `${core.startupDate} ${core.startupTime}` : null,
    linkLostAt,
  };
}

function readChannel(item: AmiEvent, status: AmiEvent | undefined): SnapshotChannel | null {
  const id = textOf(item, 'Uniqueid');
  const name = textOf(item, 'Channel');
  if (id === null || name === null) return null;
  return {
    id,
    name,
    linkedId: textOf(item, 'Linkedid') ?? id,
    up: textOf(item, 'ChannelState') === '6',
    number: textOf(item, 'CallerIDNum'),
    callerName: textOf(item, 'CallerIDName'),
    context: textOf(item, 'Context'),
    exten: textOf(item, 'Exten'),
    dnid: status ? textOf(status, 'DNID') : null,
    application: textOf(item, 'Application'),
    applicationData: textOf(item, 'ApplicationData') ?? textOf(item, 'Data'),
    bridgeId: textOf(item, 'BridgeId') ?? textOf(item, 'BridgeID'),
    seconds: durationOf(textOf(item, 'Duration')) ?? (status && numberOf(status, 'Seconds')) ?? 0,
    variables: status ? readVariables(status) : {},
  };
}

function durationOf(text: string | null): number | null {
  const found = /^(\d+):(\d\d):(\d\d)$/.exec(text ?? '');
  return found ? Number(found[1]) * 3600 + Number(found[2]) * 60 + Number(found[3]) : null;
}

/** Only what the reducer knows by name: all of a channel's variables can be thousands. */
function readVariables(status: AmiEvent): Record<string, string> {
  const all = status.repeated?.get('Variable') ?? [textOf(status, 'Variable') ?? ''];
  const known: Record<string, string> = {};
  for (const pair of all) {
    const found = /^_{0,2}(TRUNKLINE_[A-Z0-9_]{1,60}|QUEUENAME|MIXMONITOR_FILENAME)=(.{1,256})/.exec(pair);
    if (found?.[1] !== undefined && found[2] !== undefined) known[found[1]] = found[2];
  }
  return known;
}

function isWaitingBridge(item: AmiEvent): boolean {
  if (item.name !== 'BridgeListItem') return false;
  return textOf(item, 'BridgeType') === 'parking' || textOf(item, 'BridgeTechnology') === 'holding_bridge';
}

function readQueueEntry(item: AmiEvent): PbxSnapshot['queueEntries'][number][] {
  const queue = textOf(item, 'Queue');
  const channelId = textOf(item, 'Uniqueid');
  if (queue === null || channelId === null) return [];
  return [{ queue, channelId, waitSeconds: numberOf(item, 'Wait') ?? 0 }];
}
