import { beforeEach, describe, expect, it } from 'vitest';
import type { PbxEndpoint, PbxQueue, PbxState } from '../../../pbx-bridge/contract/pbx-state.ts';
import { type TestClock, testClock } from '../../platform/clock/clock.ts';
import type { PbxStateSink } from './pbx-neighbours.ts';
import { createStateQueue, type StateMessage, type StateQueue } from './state-queue.ts';

const source = { bridgeId: 'pbx1', pbx: 'pbx1' };
const endpoint = (device: string, deviceState: string): StateMessage => ({
  kind: 'state.endpoint',
  endpoint: { interface: `PJSIP/${device}`, deviceState } as PbxEndpoint,
});
const queueOf = (name: string, strategy: string): StateMessage => ({
  kind: 'state.queue',
  queue: { name, strategy } as PbxQueue,
});
const whole: StateMessage = { kind: 'state', state: {} as PbxState };

let clock: TestClock;
let written: string[];
let failures: unknown[];
let queue: StateQueue;
/** Resolves what is being written now. */
let finish: (() => void)[];
let isBroken = false;

const write = (what: string) => {
  written.push(what);
  if (isBroken) return Promise.reject(new Error('away'));
  return new Promise<void>((resolve) => finish.push(resolve));
};
const sink: PbxStateSink = {
  state: () => write('state'),
  link: () => write('link'),
  endpoints: (_, list) => write(list.map((one) => `${one.interface}=${one.deviceState}`).join()),
  queue: (_, { name, strategy }) => write(`${name}=${strategy}`),
  bridgeOffline: () => write('offline'),
};
const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
/** Lets everything that is being written end, and the pause after it pass. */
const finishAll = async () => {
  for (let done = finish.shift(); done; done = finish.shift()) {
    done();
    await settle();
  }
  clock.advance(100);
  await settle();
};

beforeEach(() => {
  clock = testClock();
  written = [];
  failures = [];
  finish = [];
  isBroken = false;
  queue = createStateQueue({ sink, clock, source, onFailed: (error) => failures.push(error) });
});

describe('states of a PBX', () => {
  it('the first change is written at once, those behind it together, each device as it is last', async () => {
    queue.push(endpoint('101', 'ringing'));
    queue.push(endpoint('101', 'in-use'));
    queue.push(endpoint('102', 'ringing'));
    queue.push(endpoint('101', 'not-in-use'));
    expect(written).toEqual(['PJSIP/101=ringing']);
    await finishAll();
    expect(written.slice(1)).toEqual(['PJSIP/101=not-in-use,PJSIP/102=ringing']);
  });

  it('queues are told beside devices, and each as it is last', async () => {
    queue.push(endpoint('101', 'ringing'));
    queue.push(queueOf('sales', 'ringall'));
    queue.push(endpoint('101', 'in-use'));
    queue.push(queueOf('sales', 'linear'));
    await finishAll();
    await finishAll();
    expect(written).toEqual(['PJSIP/101=ringing', 'PJSIP/101=in-use', 'sales=linear']);
  });

  it('the whole state stays between what was said before it and after', async () => {
    queue.push(endpoint('101', 'ringing'));
    queue.push(endpoint('101', 'in-use'));
    queue.push(whole);
    queue.push(endpoint('101', 'not-in-use'));
    for (let turn = 0; turn < 4; turn++) await finishAll();
    expect(written).toEqual(['PJSIP/101=ringing', 'PJSIP/101=in-use', 'state', 'PJSIP/101=not-in-use']);
  });

  it('what cannot be written is told once, and nothing is written after it', async () => {
    isBroken = true;
    queue.push(whole);
    await settle();
    queue.push(whole);
    await settle();
    expect(written).toEqual(['state']);
    expect(failures).toEqual([new Error('away')]);
  });

  it('stopping waits for what is being written and drops the rest', async () => {
    queue.push(endpoint('101', 'ringing'));
    queue.push(endpoint('101', 'in-use'));
    let isStopped = false;
    const stopping = queue.stop().then(() => {
      isStopped = true;
    });
    await settle();
    expect(isStopped).toBe(false);
    await finishAll();
    await stopping;
    expect(written).toEqual(['PJSIP/101=ringing']);
  });
});
