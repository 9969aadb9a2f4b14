/**
 * A campaign with many people on a real Asterisk, of which the telephones keep the truth: what each customer does when called is
 * drawn from a seed, agents pick up and give results at once.
 */
import { delay, labClock } from '../../scripts/pbx-lab/lab-clock.ts';
import { labAgent } from '../../scripts/pbx-lab/lab-options.ts';
import type { CallBehaviour } from '../../scripts/pbx-lab/phone/call-behaviour.ts';
import { seededRandom } from '../../scripts/pbx-lab/seeded-random.ts';
import { waitFor } from '../../scripts/stack/wait-for.ts';
import type { CallList } from '../../server/contract/call-lists.contract.ts';
import type { Disposition } from '../../server/contract/calls.contract.ts';
import type { Attempt, Campaign } from '../../server/contract/campaigns.contract.ts';
import { openStage, type StoryStage } from './story-stage.ts';

export type CrowdPlan = 'talks' | 'busy' | 'invalid' | 'refuses' | 'hangs-up' | 'rings-out' | 'machine';

export interface CrowdOptions {
  seed: number;
  agents: number;
  entries: number;
  /** What customers do, each as likely as the others; name one twice and it is twice as likely. */
  plans: readonly CrowdPlan[];
}

export interface Crowd {
  readonly stage: StoryStage;
  readonly campaignId: string;
  readonly extensions: readonly string[];
  readonly numbers: readonly string[];
  readonly planOf: ReadonlyMap<string, CrowdPlan>;
  /** Every attempt so far. */
  attempts(): Promise<Attempt[]>;
  /** Starts the campaign; resolves with every attempt when every number was called. */
  run(limitMs: number): Promise<Attempt[]>;
}

const behaviours: Record<CrowdPlan, CallBehaviour> = {
  talks: { kind: 'answer', afterMs: 200, talkMs: 2_500, greetingMs: 300 },
  // Picks up and hangs up at once: while waiting, or at the first word.
  'hangs-up': { kind: 'answer', afterMs: 200, talkMs: 150, greetingMs: 100 },
  // Its greeting goes on and on.
  machine: { kind: 'answer', afterMs: 200, talkMs: 10_000 },
  busy: { kind: 'reject', status: 486 },
  refuses: { kind: 'reject', status: 603 },
  invalid: { kind: 'reject', status: 404 },
  'rings-out': { kind: 'ring' },
};

const open = [{ from: '00:00', until: '24:00' }];
const always = {
  name: 'Always',
  week: [open, open, open, open, open, open, open],
  holidayRegion: null,
  closedDates: [],
  openDates: [],
};

export async function openCrowd({ seed, agents, entries, plans }: CrowdOptions): Promise<Crowd> {
  const extensions = Array.from({ length: agents }, (_, n) => String(201 + n));
  const lab = { agents: extensions.map((extension) => labAgent(extension, `Agent ${extension}`)), queues: [] };
  const stage = await openStage(extensions, { lab: { ...lab, outboundSeconds: 40, dialSeconds: 10 } });
  try {
    return await fillCrowd(stage, extensions, { seed, agents, entries, plans });
  } catch (error) {
    await stage.stop();
    throw error;
  }
}

async function fillCrowd(
  stage: StoryStage,
  extensions: readonly string[],
  { seed, agents, entries, plans }: CrowdOptions,
): Promise<Crowd> {
  const { api } = stage.stack;
  const random = seededRandom(seed);
  const numbers = Array.from({ length: entries }, (_, n) => `+3361${String(5_000_000 + seed * 10_000 + n)}`);
  const planOf = new Map(numbers.map((number) => [number, random.oneOf(plans)]));
  stage.carrier.onOutbound((number) => behaviours[planOf.get(number) ?? 'invalid']);
  for (const extension of extensions) stage.phone(extension).onCall({ kind: 'answer', afterMs: 50 });
  const contactIds: string[] = [];
  for (const raw of numbers) {
    contactIds.push((await api.post<{ id: string }>('contacts', { name: raw, phones: [{ raw }] })).id);
  }
  const { id: callingHoursId } = await api.post<{ id: string }>('calling-hours', always);
  const agentIds = extensions.map((extension) => stage.agentId(extension));
  const pacing = {
    ...{ ratio: 1.5, maxAbandonedPercent: 20, abandonWindowHours: 24, warmUpAnswers: 0, ringSeconds: 15 },
    ...{ connectWithinSeconds: 2, maxLinesPerAgent: 3, maxLines: agents * 3 },
  };
  const detectMachines = plans.includes('machine');
  const settings = {
    name: 'Crowd',
    mode: 'power',
    callingHoursId,
    agentIds,
    pacing,
    resultSeconds: 30,
    detectMachines,
  };
  const { id: campaignId } = await api.post<Campaign>('campaigns', settings);
  await fillList(stage, campaignId, contactIds);
  for (const agentId of agentIds) await api.post(`agents/${agentId}/presence`, { state: 'ready' });
  const { items } = await api.get<{ items: Disposition[] }>('dispositions');
  const dispositionId = items.find((one) => one.active && !one.callBack && !one.doNotCall)!.id;
  const attempts = () => readAttempts(stage, campaignId);
  const run = (limitMs: number) => runCrowd(stage, { campaignId, dispositionId, entries, limitMs });
  return { stage, campaignId, extensions, numbers, planOf, attempts, run };
}

async function fillList({ stack: { api } }: StoryStage, campaignId: string, contactIds: string[]): Promise<void> {
  const source = { kind: 'contacts', contactIds };
  const { id } = await api.post<CallList>('call-lists', { name: 'Crowd', campaignId, source });
  await waitFor(
    'the list is filled',
    () => api.get<CallList>(`call-lists/${id}`),
    (list) => list.state === 'ready' && list.entries.open === contactIds.length,
  );
}

async function readAttempts({ stack: { api } }: StoryStage, campaignId: string, isWhole = true): Promise<Attempt[]> {
  const all: Attempt[] = [];
  let cursor: string | null = null;
  do {
    const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: Attempt[]; nextCursor: string | null } = await api.get(
      `attempts?campaignId=${campaignId}&limit=200${from}`,
    );
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && isWhole);
  return all;
}

interface RunOptions {
  campaignId: string;
  dispositionId: string;
  entries: number;
  limitMs: number;
}

/** Neither came to the customer; the entry waits for its turn again. */
const isCall = ({ outcome }: Attempt): boolean => outcome !== 'refused' && outcome !== 'returned';

async function runCrowd(stage: StoryStage, options: RunOptions): Promise<Attempt[]> {
  const { campaignId, dispositionId, entries, limitMs } = options;
  const { api } = stage.stack;
  await api.post(`campaigns/${campaignId}/start`, {});
  const deadline = labClock.monotonicMs() + limitMs;
  let last: unknown;
  for (let n = 0; labClock.monotonicMs() < deadline; n += 1) {
    try {
      // Results are owed for the newest; the whole of a large crowd is read now and then only.
      const all = await readAttempts(stage, campaignId, n % 20 === 0 || entries <= 200);
      const due = all.filter(({ state }) => state === 'result-due');
      await Promise.all(due.map(({ id }) => api.post(`attempts/${id}/result`, { dispositionId })));
      const called = all.filter((attempt) => attempt.state === 'ended' && isCall(attempt));
      if (called.length >= entries && all.every(({ state }) => state === 'ended')) return all;
      last = `${called.length} of ${entries} called`;
    } catch (error) {
      // The server is being started again.
      last = error;
    }
    await delay(150);
  }
  throw new Error(`the campaign did not end in time (${String(last)}): ${await whatIsLeft(stage, campaignId)}`);
}

/** Everything that can keep a campaign from its end, for the message of a failure. */
async function whatIsLeft(stage: StoryStage, campaignId: string): Promise<string> {
  const { api, logOf } = stage.stack;
  const read = async (path: string): Promise<unknown> => api.get(path).catch(String);
  const openAttempts = await readAttempts(stage, campaignId)
    .then((all) => all.filter(({ state }) => state !== 'ended'))
    .catch(String);
  const parts = {
    openAttempts,
    undialled: await undialled(stage, campaignId),
    pace: await read(`campaigns/${campaignId}/pace`),
    campaign: await read(`campaigns/${campaignId}`),
    agents: await read('agents?limit=200'),
    pbx: await read('pbx'),
    calls: await read('calls?limit=50'),
    server: logOf('server').slice(-40),
    bridge: logOf('bridge').slice(-40),
  };
  return JSON.stringify(parts, null, 1);
}

/** Attempts that came to nothing, with their calls: what was taken for a no may have been none. */
async function undialled(stage: StoryStage, campaignId: string): Promise<unknown> {
  const all = await readAttempts(stage, campaignId).catch(() => []);
  const refused = all.filter((attempt) => !isCall(attempt));
  return Promise.all(
    refused.map(async (attempt) => ({
      attempt,
      calls: await stage.callsOf(attempt.number.e164 ?? '').catch(String),
      dials: stage.carrier.legs.filter(({ party }) => party === attempt.number.e164).length,
    })),
  );
}

/** Attempts that came to a customer. */
export const callsOf = (all: readonly Attempt[]): Attempt[] => all.filter(isCall);
