/** How the fake PBX answers actions: as Asterisk 22 does, not at all, or with "Permission denied". */
import { block, type FakeChannels } from './fake-channels.ts';

export interface ReceivedAction {
  readonly name: string;
  readonly actionId: string;
  /** First value of each header. */
  readonly headers: ReadonlyMap<string, string>;
  readonly variables: readonly string[];
  /** The bytes as they came, for proofs about injection. */
  readonly raw: string;
}

export interface FakeEndpoint {
  readonly name: string;
  readonly deviceState?: string;
}

export interface FakeQueue {
  readonly name: string;
  readonly strategy?: string;
  readonly members: readonly { readonly interface: string; readonly name?: string; readonly paused?: boolean }[];
}

export interface FakePbxFacts {
  readonly channels: FakeChannels;
  readonly endpoints: readonly FakeEndpoint[];
  readonly queues: readonly FakeQueue[];
  /** CoreStartupDate and CoreStartupTime. */
  readonly startedAt: { readonly date: string; readonly time: string };
}

/** Reads one action as a client sent it; null when the block is no action. */
export const readAction = (raw: string): ReceivedAction | null => {
  const headers = new Map<string, string>();
  const variables: string[] = [];
  for (const line of raw.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (key === 'variable') variables.push(value);
    if (!headers.has(key)) headers.set(key, value);
  }
  const name = headers.get('action');
  return name === undefined ? null : { name, actionId: headers.get('actionid') ?? '', headers, variables, raw };
};

/** Every action name that ListCommands shows. */
const known = [
  'BlindTransfer BridgeInfo BridgeList CoreSettings CoreShowChannels CoreStatus DeviceStateList Getvar Hangup ListCommands',
  'MixMonitor MixMonitorMute Originate Ping PJSIPShowEndpoints QueuePause QueueStatus Redirect Setvar Status StopMixMonitor',
].flatMap((line) => line.split(' '));

/** The whole answer to an action, list items included. */
export const answerProperly = (action: ReceivedAction, facts: FakePbxFacts): string => {
  const { actionId } = action;
  switch (action.name.toLowerCase()) {
    case 'ping':
      return success(actionId, { Ping: 'Pong', Timestamp: (facts.channels.now / 1000).toFixed(6) });
    case 'coresettings':
      return success(actionId, { AMIversion: '11.0.0', AsteriskVersion: '22.10.1', SystemName: 'pbx1' });
    case 'corestatus':
      return success(actionId, { CoreStartupDate: facts.startedAt.date, CoreStartupTime: facts.startedAt.time });
    case 'listcommands':
      return success(actionId, Object.fromEntries(known.map((name) => [name, `Something.  (Priv: all)`])));
    case 'coreshowchannels':
      return list(actionId, 'CoreShowChannels', facts.channels.showChannels(actionId));
    case 'status':
      return list(actionId, 'Status', facts.channels.showStatus(actionId));
    case 'bridgelist':
      return list(actionId, 'BridgeList', facts.channels.showBridges(actionId));
    case 'queuestatus':
      return list(actionId, 'QueueStatus', [
        ...facts.queues.flatMap((queue) => queueBlocks(queue, actionId)),
        ...facts.channels.showQueueEntries(actionId),
      ]);
    case 'devicestatelist':
      return list(actionId, 'DeviceStateList', deviceBlocks(facts, actionId));
    case 'pjsipshowendpoints':
      return list(
        actionId,
        'EndpointList',
        facts.endpoints.map((one) => endpointBlock(one, actionId)),
      );
    case 'setvar':
      return success(actionId, { Message: 'Variable Set' }) + varSet(action);
    case 'originate':
      return success(actionId, { Message: 'Originate successfully queued' });
    case 'sippeers':
      return error(actionId, 'Invalid/unknown command: SIPpeers. Use Action: ListCommands to show available commands.');
    default:
      return success(actionId, { Message: 'Done' });
  }
};

export const success = (actionId: string, headers: Record<string, string>): string =>
  block({ Response: 'Success', ActionID: actionId, ...headers });

export const error = (actionId: string, message: string): string =>
  block({ Response: 'Error', ActionID: actionId, Message: message });

export const list = (actionId: string, name: string, items: readonly string[]): string =>
  success(actionId, { EventList: 'start', Message: 'Items will follow' }) +
  items.join('') +
  block({ Event: `${name}Complete`, ActionID: actionId, EventList: 'Complete', ListItems: String(items.length) });

const varSet = (action: ReceivedAction): string =>
  block({
    Event: 'VarSet',
    Privilege: 'dialplan,all',
    Channel: 'none',
    Uniqueid: 'none',
    Variable: action.headers.get('variable') ?? '',
    Value: action.headers.get('value') ?? '',
  });

const endpointBlock = (endpoint: FakeEndpoint, actionId: string): string =>
  block({
    Event: 'EndpointList',
    ActionID: actionId,
    ObjectType: 'endpoint',
    ObjectName: endpoint.name,
    Aor: endpoint.name,
    Auths: '',
    Contacts: '',
    DeviceState: endpoint.deviceState ?? 'Not in use',
    ActiveChannels: '0',
  });

const deviceBlocks = (facts: FakePbxFacts, actionId: string): string[] => {
  const states = new Map(facts.endpoints.map((one) => [`PJSIP/${one.name}`, 'NOT_INUSE']));
  for (const [device, state] of facts.channels.devices) states.set(device, state);
  return [...states].map(([Device, State]) => block({ Event: 'DeviceStateChange', ActionID: actionId, Device, State }));
};

const queueBlocks = (queue: FakeQueue, actionId: string): string[] => [
  block({
    Event: 'QueueParams',
    Queue: queue.name,
    Max: '0',
    Strategy: queue.strategy ?? 'ringall',
    ActionID: actionId,
  }),
  ...queue.members.map((member) =>
    block({
      Event: 'QueueMember',
      Queue: queue.name,
      Name: member.name ?? member.interface,
      Location: member.interface,
      StateInterface: member.interface,
      Membership: 'static',
      Penalty: '0',
      InCall: '0',
      Status: '1',
      Paused: member.paused === true ? '1' : '0',
      PausedReason: '',
      ActionID: actionId,
    }),
  ),
];
