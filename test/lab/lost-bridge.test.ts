import { rename } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { MissedCall } from '../../server/contract/missed-calls.contract.ts';
import { newNumber, openStage, type StoryStage } from './story-stage.ts';

let stage: StoryStage;

beforeAll(async () => {
  stage = await openStage(['101', '102', '103']);
});
afterAll(() => stage?.stop());

/** The bridge is killed and its disk is gone; the one that comes in its place cannot reach Asterisk at first. */
async function loseBridge(meanwhile: () => Promise<unknown>): Promise<void> {
  const { stack } = stage;
  const folder = path.join(stack.dir, 'data', 'bridge');
  stack.wire.freeze();
  await rename(folder, `${folder}-lost`);
  stack.kill9('bridge');
  await meanwhile();
  stack.wire.thaw();
}

const logHas = (number: string, state: string) =>
  waitFor(
    `the log has the call of ${number} ${state}`,
    () => stage.callsOf(number),
    (calls) => calls.length === 1 && calls[0]?.state === state,
  );

async function talksTo(extension: string, number: string) {
  stage.phone(extension).onCall({ kind: 'answer', afterMs: 0 });
  const customer = stage.carrier.callIn({ from: number, to: `5551${extension}` });
  await logHas(number, 'talking');
  return customer;
}

describe('[TEL-10] a bridge that lost everything it knew', () => {
  it('ends what ended meanwhile, makes a missed call of who only rang, and goes on with who still talks', async () => {
    const [leaver, stayer, caller] = [newNumber(), newNumber(), newNumber()];
    const leaves = await talksTo('101', leaver);
    const stays = await talksTo('102', stayer);
    stage.phone('103').onCall({ kind: 'ring' });
    const rings = stage.carrier.callIn({ from: caller, to: '5551103' });
    await logHas(caller, 'ringing');

    await loseBridge(() => Promise.all([leaves.hangup(), rings.hangup()]));

    expect(await stage.endedCall(leaver)).toMatchObject({ outcome: 'answered', endInferred: true, endedBy: null });
    expect(await stage.endedCall(caller)).toMatchObject({ outcome: 'no-answer', endInferred: true });
    const [debt] = await waitFor(
      'the missed call',
      () => stage.stack.api.get<{ items: MissedCall[] }>('missed-calls').then(({ items }) => items),
      (items) => items.length > 0,
    );
    expect(debt).toMatchObject({ number: { e164: caller }, state: 'open' });
    expect((await stage.callsOf(stayer)).map(({ state }) => state)).toEqual(['talking']);
    await stays.hangup();
    expect(await stage.endedCall(stayer)).toMatchObject({ outcome: 'answered', endInferred: false });
  });
});
