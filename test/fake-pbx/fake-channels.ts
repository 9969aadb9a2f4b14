/**
 * What a PBX that plays a trace would have up at each moment: folded from the events played so far, whether anybody was
 * connected to hear them or not. It answers CoreShowChannels and Status after a cut link.
 */
import { parseAmiEvent } from '../../pbx-bridge/ami/ami-decoder.ts';

export interface FakeChannel {
  /** Latest value of each standard header. */
  readonly headers: Map<string, string>;
  readonly variables: Map<string, string>;
  bridgeId: string;
  application: string;
  applicationData: string;
  readonly bornAt: number;
}

const standardHeaders = [
  'Channel',
  'ChannelState',
  'ChannelStateDesc',
  'CallerIDNum',
  'CallerIDName',
  'ConnectedLineNum',
  'ConnectedLineName',
  'Language',
  'AccountCode',
  'Context',
  'Exten',
  'Priority',
  'Uniqueid',
  'Linkedid',
];

export class FakeChannels {
  readonly byUniqueid = new Map<string, FakeChannel>();
  readonly devices = new Map<string, string>();
  /** Who waits in which queue, by uniqueid. */
  readonly waiting = new Map<
    string,
    { readonly queue: string; readonly position: string; readonly joinedAt: number }
  >();
  /** Time of the trace, in milliseconds. */
  now = 0;

  /** Takes the text of one block that the PBX sent. */
  apply(text: string, at: number): void {
    this.now = at;
    const event = parseAmiEvent(text, at);
    if (event === null) return;
    const get = (name: string): string => event.fields.get(name) ?? '';
    if (event.name === 'DeviceStateChange') this.devices.set(get('Device'), get('State'));
    if (event.name === 'ChanSpyStart') this.#run(get('SpyerUniqueid'), 'ChanSpy');
    const uniqueid = get('Uniqueid');
    if (event.name === 'QueueCallerJoin') {
      this.waiting.set(uniqueid, { queue: get('Queue'), position: get('Position'), joinedAt: at });
    } else if (event.name === 'QueueCallerLeave' || event.name === 'Hangup') this.waiting.delete(uniqueid);
    if (event.name === 'Newchannel') {
      const channel = { headers: new Map(), variables: new Map(), bridgeId: '', application: '', applicationData: '' };
      this.byUniqueid.set(uniqueid, { ...channel, bornAt: at });
    }
    const channel = this.byUniqueid.get(uniqueid);
    if (channel === undefined) return;
    for (const name of standardHeaders) {
      const value = event.fields.get(name);
      if (value !== undefined) channel.headers.set(name, value);
    }
    switch (event.name) {
      case 'Hangup':
        this.byUniqueid.delete(uniqueid);
        break;
      case 'BridgeEnter':
        channel.bridgeId = get('BridgeUniqueid');
        break;
      case 'BridgeLeave':
        channel.bridgeId = '';
        break;
      case 'Newexten':
        channel.application = get('Application');
        channel.applicationData = get('AppData');
        break;
      case 'VarSet':
        channel.variables.set(get('Variable'), get('Value'));
        break;
      default:
    }
  }

  #run(uniqueid: string, application: string): void {
    const channel = this.byUniqueid.get(uniqueid);
    if (channel !== undefined) channel.application = application;
  }

  showQueueEntries(actionId: string): string[] {
    return [...this.waiting].map(([uniqueid, { queue, position, joinedAt }]) =>
      block({
        Event: 'QueueEntry',
        Queue: queue,
        Position: position,
        Channel: this.byUniqueid.get(uniqueid)?.headers.get('Channel') ?? '',
        Uniqueid: uniqueid,
        CallerIDNum: this.byUniqueid.get(uniqueid)?.headers.get('CallerIDNum') ?? '',
        CallerIDName: this.byUniqueid.get(uniqueid)?.headers.get('CallerIDName') ?? '',
        Wait: String(Math.round((this.now - joinedAt) / 1000)),
        ActionID: actionId,
      }),
    );
  }

  showChannels(actionId: string): string[] {
    return [...this.byUniqueid.values()].map((channel) =>
      block({
        Event: 'CoreShowChannel',
        ActionID: actionId,
        ...Object.fromEntries(channel.headers),
        Application: channel.application,
        ApplicationData: channel.applicationData,
        Duration: clockDuration(this.now - channel.bornAt),
        BridgeId: channel.bridgeId,
      }),
    );
  }

  showStatus(actionId: string): string[] {
    return [...this.byUniqueid.values()].map((channel) => {
      const variables = [...channel.variables].map(([name, value]) => `Variable: ${name}=${value}\r\n`).join('');
      const head = {
        Event: 'Status',
        Privilege: 'Call',
        ...Object.fromEntries(channel.headers),
        Type: 'PJSIP',
        DNID: '',
        BridgeID: channel.bridgeId,
        Application: channel.application,
        Data: channel.applicationData,
        Seconds: String(Math.round((this.now - channel.bornAt) / 1000)),
      };
      return `${lines(head)}${variables}ActionID: ${actionId}\r\n\r\n`;
    });
  }

  showBridges(actionId: string): string[] {
    const counts = new Map<string, number>();
    for (const { bridgeId } of this.byUniqueid.values()) {
      if (bridgeId !== '') counts.set(bridgeId, (counts.get(bridgeId) ?? 0) + 1);
    }
    return [...counts].map(([BridgeUniqueid, count]) =>
      block({
        Event: 'BridgeListItem',
        ActionID: actionId,
        BridgeUniqueid,
        BridgeType: 'basic',
        BridgeTechnology: 'simple_bridge',
        BridgeCreator: '<unknown>',
        BridgeName: '<unknown>',
        BridgeNumChannels: String(count),
      }),
    );
  }
}

const lines = (headers: Record<string, string>): string =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');

/** One AMI block. */
export const block = (headers: Record<string, string>): string => `${lines(headers)}\r\n`;

const clockDuration = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const part = (value: number): string => String(value).padStart(2, '0');
  return `${part(Math.floor(seconds / 3600))}:${part(Math.floor(seconds / 60) % 60)}:${part(seconds % 60)}`;
};
