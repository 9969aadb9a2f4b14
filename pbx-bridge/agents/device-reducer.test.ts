import { describe, expect, it } from 'vitest';
import { readTrace } from '../../test/traces/read-trace.ts';
import type { AmiEvent } from '../ami/ami-event.ts';
import { pbxEndpointSchema } from '../contract/pbx-state.ts';
import {
  configureDevices,
  createDevicesState,
  type DevicesState,
  listEndpoints,
  reduceDevices,
  resyncDevices,
} from './device-reducer.ts';
import { deviceStateOf } from './device-state.ts';

const event = (name: string, fields: Record<string, string>): AmiEvent => ({
  name,
  fields: new Map(Object.entries(fields)),
  repeated: null,
  receivedAt: 1_795_422_000_000,
});
const device = (name: string, state: string) => event('DeviceStateChange', { Device: name, State: state });

function play(events: readonly AmiEvent[], from: DevicesState = createDevicesState()): DevicesState {
  return events.reduce((state, each) => reduceDevices(state, each).state, from);
}

describe('devices', () => {
  it('[AGT-1] the lists after a connect are the whole truth', () => {
    const lists = readTrace('ami-reconnect-mid-call').filter((each) =>
      /EndpointList|DeviceStateChange/.test(each.name),
    );
    const { state, changed } = resyncDevices(createDevicesState(), lists);
    expect(listEndpoints(state).map((each) => [each.interface, each.kind])).toEqual([
      ['PJSIP/101', 'agent'],
      ['PJSIP/102', 'agent'],
      ['PJSIP/103', 'agent'],
      ['PJSIP/104', 'agent'],
      ['PJSIP/105', 'agent'],
      ['PJSIP/trunk', 'trunk'],
    ]);
    expect(changed).toHaveLength(6);
    for (const endpoint of changed) pbxEndpointSchema.parse(endpoint);
  });

  it('[AGT-1] an endpoint that was taken out of the PBX is gone after the next connect', () => {
    const before = play([
      event('EndpointList', { ObjectName: '999', DeviceState: 'Not in use' }),
      device('DAHDI/1', 'INUSE'),
    ]);
    const { state } = resyncDevices(before, [event('EndpointList', { ObjectName: '101', DeviceState: 'In use' })]);
    expect(listEndpoints(state).map((each) => each.interface)).toEqual(['DAHDI/1', 'PJSIP/101']);
  });

  it('[AGT-1] a ringing phone is ringing, then in use, then free, and nothing is said twice', () => {
    const states: string[] = [];
    let state = createDevicesState();
    for (const each of readTrace('inbound-direct-extension-answered')) {
      const reduced = reduceDevices(state, each);
      state = reduced.state;
      for (const endpoint of reduced.changed) if (endpoint.interface === 'PJSIP/101') states.push(endpoint.deviceState);
    }
    expect(states).toEqual(['ringing', 'in-use', 'not-in-use']);
  });

  it('[AGT-1] queues, hints and parking lots are no devices', () => {
    const state = play(
      ['Queue:sales', 'Queue:sales_pause_PJSIP/101', 'park:701@parkedcalls', 'Custom:x', 'MWI:101@default'].map(
        (name) => device(name, 'INUSE'),
      ),
    );
    expect(listEndpoints(state)).toEqual([]);
  });

  it('[AGT-1] settings and queue membership decide whose a device with a name is', () => {
    const named = play([device('PJSIP/alice', 'NOT_INUSE'), device('PJSIP/bob', 'NOT_INUSE')]);
    expect(listEndpoints(named).map((each) => each.kind)).toEqual(['trunk', 'trunk']);
    const mapped = configureDevices(named, { agentInterfaces: ['PJSIP/alice'], trunkInterfaces: [] });
    expect(mapped.changed).toEqual([
      { interface: 'PJSIP/alice', kind: 'agent', callerIdName: null, deviceState: 'not-in-use' },
    ]);
    const member = reduceDevices(mapped.state, event('QueueMemberAdded', { Interface: 'PJSIP/bob' }));
    expect(member.changed.map((each) => [each.interface, each.kind])).toEqual([['PJSIP/bob', 'agent']]);
  });

  it('[AGT-1] a phone gets its name from its own channels, a trunk never a caller’s', () => {
    const state = play(
      readTrace('inbound-direct-extension-answered'),
      play([device('PJSIP/101', 'NOT_INUSE'), device('PJSIP/trunk', 'NOT_INUSE')]),
    );
    expect(listEndpoints(state).map((each) => each.callerIdName)).toEqual(['Alice Agent', null]);
  });

  it.each([
    ['INUSE', 'in-use'],
    ['In use', 'in-use'],
    ['2', 'in-use'],
    ['RINGINUSE', 'ring-in-use'],
    ['Ring+Inuse', 'ring-in-use'],
    ['On Hold', 'on-hold'],
    ['5', 'unavailable'],
    ['9', 'unknown'],
    ['whatever', 'unknown'],
    [null, 'unknown'],
  ])('[AGT-1] %s means %s', (text, state) => {
    expect(deviceStateOf(text)).toBe(state);
  });
});
