/** Calls begun in a second: a campaign through server and bridge, beside a bare loop over AMI on a lab of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { delay, labClock } from '../pbx-lab/lab-clock.ts';
import { labAgent } from '../pbx-lab/lab-options.ts';
import { type PbxLab, startPbxLab } from '../pbx-lab/pbx-lab.ts';
import { type Carrier, createCarrier } from '../pbx-lab/phone/carrier.ts';
import { createPhone, type Phone } from '../pbx-lab/phone/phone.ts';
import { type FullStack, startFullStack } from '../stack/full-stack.ts';
import { waitFor } from '../stack/wait-for.ts';
import { type Bench, type Figure, percentile } from './bench.ts';

const count = 300;
const rounds = 3;
const usualPace = 20;
const mostPace = 500;
/** Ten lines for each: as many free agents as all the calls want. */
const extensions = Array.from({ length: 30 }, (_, n) => String(201 + n));
const lab = {
  agents: extensions.map((extension) => labAgent(extension, `Agent ${extension}`)),
  queues: [],
  outboundSeconds: 60,
};

export const originate: Bench = {
  name: 'originate',
  title: `${count} calls begun by a campaign, beside a bare loop over AMI`,
  async run(say) {
    const paced = await compare(`at ${usualPace} a second`, usualPace, say);
    return [...paced, ...(await compare('as fast as it goes', mostPace, say))];
  },
};

/** @param perSecond what the campaign may begin at most, and the bare loop */
async function compare(how: string, perSecond: number, say: (line: string) => void): Promise<Figure[]> {
  const bare: number[] = [];
  const ours: number[] = [];
  // One after the other, in turn: what disturbs one disturbs the other.
  for (let round = 0; round < rounds; round += 1) {
    say(`${how}, round ${round + 1} of ${rounds}: the bare loop…`);
    bare.push(await bareRate(round, perSecond));
    say(`${how}, round ${round + 1} of ${rounds}: the campaign…`);
    ours.push(await campaignRate(round, perSecond));
  }
  const [a, b] = [percentile(ours, 0.5), percentile(bare, 0.5)];
  return [
    { name: `begun by a campaign ${how}`, value: a, unit: 'calls/s' },
    { name: `begun by a bare AMI loop ${how}`, value: b, unit: 'calls/s' },
    { name: `of the bare loop ${how}`, value: a / b, unit: '×', limit: { atLeast: 0.95 } },
  ];
}

const numberOf = (round: number, n: number): string => `+3361${String(6_000_000 + round * 10_000 + n)}`;

/** Every customer's telephone only rings; resolves with the pace at which it was rung, once all were. */
async function rateOf(carrier: Carrier, begin: () => Promise<unknown>): Promise<number> {
  carrier.onOutbound(() => ({ kind: 'ring' }));
  const began = begin();
  await waitFor(
    'every customer is rung',
    () => carrier.calls.length,
    (rung) => rung >= count,
    120_000,
  );
  await began;
  const at = carrier.calls.map((call) => call.truth().startedAt.monotonicMs).sort((x, y) => x - y);
  return ((count - 1) / (at.at(-1)! - at[0]!)) * 1_000;
}

async function bareRate(round: number, perSecond: number): Promise<number> {
  const dir = await mkdtemp(join(tmpdir(), 'trunkline-bench-'));
  let started: PbxLab | undefined;
  let carrier: Carrier | undefined;
  try {
    started = await startPbxLab({ dir, ...lab });
    carrier = await createCarrier({ lab: started, media: 'none' });
    const ami = await started.connectAmi();
    return await rateOf(carrier, async () => {
      const begun = labClock.monotonicMs();
      for (let n = 0; n < count; n += 1) {
        // A second's worth at once, as the dialler does it.
        if (n % perSecond === 0) await delay(begun + (n / perSecond) * 1_000 - labClock.monotonicMs());
        await ami.action('Originate', fieldsOf(numberOf(round, n), n));
      }
    });
  } finally {
    await carrier?.close();
    await started?.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

/** What the bridge sends for a call of a campaign (originate-action.ts), written out: the loop is bare of our code. */
const fieldsOf = (to: string, n: number): Record<string, string> => ({
  Channel: `Local/${to}@trunkline-dial/n`,
  Context: 'trunkline-picked-up',
  Exten: 's',
  Priority: '1',
  CallerID: `"${to}" <${to}>`,
  Timeout: '60000',
  Async: 'true',
  ChannelId: `bare-${n}`,
  OtherChannelId: `bare-${n}-b`,
  Variable: `__TRUNKLINE_DIAL_CONTEXT=from-agent,__TRUNKLINE_NUMBER=${to},__TRUNKLINE_ATTEMPT=att_${n},__TRUNKLINE_WAIT_TENTHS=20`,
});

async function campaignRate(round: number, perSecond: number): Promise<number> {
  const stack = await startFullStack({ isThrowAway: false, lab });
  const phones: Phone[] = [];
  let carrier: Carrier | undefined;
  try {
    carrier = await createCarrier({ lab: stack.lab, media: 'none' });
    const campaignId = await prepare(stack, phones, { round, perSecond });
    return await rateOf(carrier, () => stack.api.post(`campaigns/${campaignId}/start`, {}));
  } finally {
    await carrier?.close();
    await Promise.all(phones.map((phone) => phone.close()));
    await stack.stop();
  }
}

/** Agents who are ready, a list, a campaign that waits to be started. */
async function prepare(
  { api, lab: running }: FullStack,
  phones: Phone[],
  { round, perSecond }: { round: number; perSecond: number },
): Promise<string> {
  const agentIds: string[] = [];
  for (const extension of extensions) {
    const phone = await createPhone({ lab: running, extension, media: 'none' });
    phones.push(phone);
    await phone.register();
    const agent = { name: `Agent ${extension}`, email: `a${extension}@example.com`, role: 'operator' };
    const { id } = await api.post<{ id: string }>('agents', { ...agent, interface: `PJSIP/${extension}` });
    agentIds.push(id);
  }
  await api.patch('settings', { dialer: { maxLines: 2_000, originatesPerSecond: perSecond } });
  const contactIds: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const raw = numberOf(round, n);
    contactIds.push((await api.post<{ id: string }>('contacts', { name: raw, phones: [{ raw }] })).id);
  }
  const open = [{ from: '00:00', until: '24:00' }];
  const week = [open, open, open, open, open, open, open];
  const hours = { name: 'Always', week, holidayRegion: null, closedDates: [], openDates: [] };
  const { id: callingHoursId } = await api.post<{ id: string }>('calling-hours', hours);
  const pacing = {
    ...{ ratio: 10, maxAbandonedPercent: 20, abandonWindowHours: 24, warmUpAnswers: 0, ringSeconds: 60 },
    ...{ connectWithinSeconds: 2, maxLinesPerAgent: 10, maxLines: 2_000 },
  };
  const settings = { name: 'Bench', mode: 'power', callingHoursId, agentIds, pacing };
  const { id: campaignId } = await api.post<{ id: string }>('campaigns', settings);
  const list = { name: 'Bench', campaignId, source: { kind: 'contacts', contactIds } };
  const { id: listId } = await api.post<{ id: string }>('call-lists', list);
  await waitFor(
    'the list is filled',
    () => api.get<{ state: string; entries: { open: number } }>(`call-lists/${listId}`),
    ({ state, entries }) => state === 'ready' && entries.open === count,
  );
  for (const agentId of agentIds) await api.post(`agents/${agentId}/presence`, { state: 'ready' });
  return campaignId;
}
