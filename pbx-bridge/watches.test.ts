/** What keeps an eye on the link: missing rights, and channels that are out of step. */
import { expect, test } from 'vitest';
import { createManualClock } from '../test/fake-pbx/manual-clock.ts';
import { parseAmiEvent } from './ami/ami-decoder.ts';
import { AmiActionFailed, AmiLackingRight } from './ami/ami-errors.ts';
import type { AmiEvent } from './ami/ami-event.ts';
import type { AmiLink } from './ami/ami-link.ts';
import { compareChannels, differsStill } from './audit-channels.ts';
import { CallsModel } from './calls-model.ts';
import { ChannelAudit } from './channel-audit.ts';
import { silentLogger } from './logger.ts';
import { RightsWatch } from './rights-watch.ts';

const event = (text: string): AmiEvent => parseAmiEvent(text, 1_795_421_953_000)!;
const channel = (id: string, more = '') => event(`Event: CoreShowChannel\nUniqueid: ${id}\n${more}`);
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const all =
  'CoreShowChannels CoreStatus CoreSettings Status DeviceStateList PJSIPShowEndpoints Originate Hangup BlindTransfer MixMonitor MixMonitorMute StopMixMonitor QueuePause';

/** A manager user who may run some actions; the others are denied, or not known to this Asterisk. */
const watch = (allowed: string, options: { unknown?: string; seesVariables?: boolean } = {}) => {
  const clock = createManualClock();
  const told: (string | null)[] = [];
  const warned: unknown[] = [];
  const run = async ({ name }: { name: string }) => {
    if (name === 'ListCommands') return Object.fromEntries(allowed.split(' ').map((one) => [one.toLowerCase(), 'x']));
    if (name === 'Setvar') {
      if (options.seesVariables !== false) rights.observe(event('Event: VarSet\nVariable: TRUNKLINE_RIGHTS_PROBE'));
      return {};
    }
    throw options.unknown === name
      ? new AmiActionFailed(`Invalid/unknown command: ${name}.`)
      : new AmiLackingRight(name);
  };
  const rights = new RightsWatch({
    link: { run } as unknown as AmiLink,
    user: 'trunkline',
    clock,
    logger: { ...silentLogger, warn: (data) => void warned.push(data) },
    tell: (detail) => void told.push(detail),
  });
  const check = async (): Promise<string | null> => {
    const done = rights.check();
    for (let i = 0; i < 30; i++) {
      await settled();
      clock.advance(200);
    }
    await done;
    return told.at(-1)!;
  };
  return { rights, check, clock, told, warned };
};

test('nothing is said when every right is there', async () => {
  expect(await watch(all).check()).toBeNull();
});

test('a denied action is told with the right that is missing and what does not work without it', async () => {
  const told = await watch(all.replace('Originate ', '').replace('QueuePause', '')).check();
  expect(told).toContain('write = originate (without it click to call does not work)');
  expect(told).toContain('write = agent');
  expect(told).toContain('[trunkline] of manager.conf');
});

test('[OPS-1] the log says what is missing in the same words, once until it changes', async () => {
  const { check, told, warned } = watch(all.replace('Originate ', ''));
  await check();
  await check();
  expect(warned).toEqual([{ because: told.at(-1) }]);
});

test('a module that is not loaded is no missing right', async () => {
  expect(await watch(all.replace('MixMonitor ', ''), { unknown: 'MixMonitor' }).check()).toBeNull();
});

test('variables that do not come back mean that read = dialplan is missing', async () => {
  expect(await watch(all, { seesVariables: false }).check()).toContain('read = dialplan');
});

test('a channel that no event told of means that read = call is missing, until one does', async () => {
  const { rights, check, clock, told } = watch(all);
  await check();
  clock.advance(60_000);
  rights.compare([channel('a')], () => 20_000);
  expect(told.at(-1)).toContain('read = call');
  rights.observe(event('Event: Newchannel\nUniqueid: b'));
  expect(told.at(-1)).toBeNull();
});

test('a channel that was up before the login says nothing about rights', async () => {
  const { rights, check, clock, told } = watch(all);
  await check();
  clock.advance(20_000);
  rights.compare([channel('a')], () => 300_000);
  expect(told.at(-1)).toBeNull();
});

test('a caller who waits in a queue that no event told of means that read = agent is missing', async () => {
  const { rights, check, clock, told } = watch(all);
  await check();
  clock.advance(60_000);
  rights.observe(event('Event: Newchannel\nUniqueid: a'));
  rights.compare([channel('a', 'Application: Queue')], () => 20_000);
  expect(told.at(-1)).toContain('read = agent');
});

test('channels are out of step when the same one differs twice', () => {
  const model = new CallsModel('pbx1');
  model.apply({
    kind: 'event',
    event: event(newchannel('a')),
  });
  const early = compareChannels(model.state, ['a', 'new']);
  expect([...early.gone, ...early.unknown]).toEqual(['new']);
  expect(differsStill(early, compareChannels(model.state, ['a', 'newer']))).toBe(false);
  expect(differsStill(early, compareChannels(model.state, ['a', 'new']))).toBe(true);
  const gone = compareChannels(model.state, []);
  expect(differsStill(gone, compareChannels(model.state, []))).toBe(true);
});

const newchannel = (id: string) =>
  `Event: Newchannel\nUniqueid: ${id}\nLinkedid: ${id}\nChannel: PJSIP/trunk-1\nChannelState: 4\nExten: 5551000\nContext: from-trunk`;

/** A running audit of calls that are told in events, beside a PBX whose channels the test decides. */
const audited = () => {
  const clock = createManualClock();
  const model = new CallsModel('pbx1');
  const seen = { up: [] as AmiEvent[], looks: 0, resyncs: 0 };
  const list = async () => {
    seen.looks++;
    return seen.up;
  };
  const audit = new ChannelAudit({
    link: { list } as unknown as AmiLink,
    calls: () => model.state,
    clock,
    logger: silentLogger,
    onListed: () => undefined,
    resync: async () => {
      seen.resyncs++;
      return true;
    },
  });
  audit.start();
  return {
    seen,
    take: (text: string) => void model.apply({ kind: 'event', event: event(text) }),
    after: async (seconds: number) => {
      clock.advance(seconds * 1_000);
      await settled();
    },
    stop: () => audit.stop(),
  };
};

test('[TEL-10] a call whose Hangup was lost is put right within a minute', async () => {
  const { seen, take, after, stop } = audited();
  take(newchannel('a'));
  await after(30);
  expect(seen.resyncs).toBe(0);
  await after(30);
  expect(seen.resyncs).toBe(1);
  stop();
});

test('[TEL-10] a telephone that hung up and whose Hangup was lost is looked for within seconds, once', async () => {
  const { seen, take, after, stop } = audited();
  const counted = () => [seen.looks, seen.resyncs];
  take(newchannel('a'));
  seen.up = [channel('a')];
  await after(6);
  expect(counted(), 'nobody hung up').toEqual([0, 0]);
  take('Event: HangupRequest\nUniqueid: a\nLinkedid: a');
  for (let i = 0; i < 4; i++) await after(2);
  expect(counted(), 'a dialplan that goes on after the call').toEqual([1, 0]);

  take('Event: Hangup\nUniqueid: a\nLinkedid: a');
  take(newchannel('b'));
  take('Event: HangupRequest\nUniqueid: b\nLinkedid: b');
  seen.up = [];
  for (let i = 0; i < 2; i++) await after(2);
  expect(counted(), 'gone without a word').toEqual([2, 1]);
  stop();
});
