import { expect, test } from 'vitest';
import { parseAmiEvent } from './ami/ami-decoder.ts';
import { CallsModel } from './calls-model.ts';
import { encodeInput } from './publish/reducer-input.ts';

const newchannel = parseAmiEvent(
  'Event: Newchannel\nUniqueid: u.1\nLinkedid: u.1\nChannel: PJSIP/trunk-1\nChannelState: 4\nExten: 5551000\nContext: from-trunk',
  1_795_421_953_000,
)!;
const inputs = (event = newchannel) => [{ group: 1, facts: [], inputs: encodeInput({ kind: 'event', event }) }];

const busy = (): CallsModel => {
  const model = new CallsModel('pbx1');
  model.apply({ kind: 'config', at: 0, config: { agentInterfaces: ['PJSIP/101'], trunkInterfaces: [] } });
  model.apply({ kind: 'event', event: newchannel });
  return model;
};

test('a state that was saved as JSON and taken up again is the same', () => {
  const model = busy();
  const again = new CallsModel('pbx1');
  expect(again.restore(JSON.parse(JSON.stringify(model.save())), [])).toBe(true);
  expect(again.state).toEqual(model.state);
  expect([...again.openCalls()]).toHaveLength(1);
});

test('inputs played again give the same state as the first time', () => {
  const again = new CallsModel('pbx1');
  expect(again.restore(null, inputs())).toBe(true);
  const live = new CallsModel('pbx1');
  live.apply({ kind: 'event', event: newchannel });
  expect(again.state).toEqual(live.state);
});

test.each([
  ['of another version', () => ({ stateVersion: 0, calls: busy().state })],
  ['of another PBX', () => ({ stateVersion: 2, calls: { ...busy().state, pbx: 'pbx2' } })],
  ['that lacks a part', () => ({ stateVersion: 2, calls: { ...busy().state, ended: undefined, bridges: undefined } })],
  [
    'whose calls are of an older shape',
    () => JSON.parse(JSON.stringify(busy().save()).replaceAll('"hangup":', '"oldHangup":')),
  ],
  ['that is rubbish', () => 'rubbish'],
  ['that is a list', () => []],
])('a state %s is refused as a whole, and the model works', (_name, saved) => {
  const model = new CallsModel('pbx1');
  const json = JSON.parse(JSON.stringify(saved()));
  expect(model.restore(json, [])).toBe(false);
  expect(model.apply({ kind: 'event', event: newchannel }).changed).toBe(true);
});
