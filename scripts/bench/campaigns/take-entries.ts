/** Agents who ask for the next entry over HTTP; what the PBX would tell of each call is told by the usecases of the server. */
import { setTimeout as delay } from 'node:timers/promises';
import { lockAttempt } from '../../../server/modules/campaigns/attempts.usecases.ts';
import { markDialled } from '../../../server/modules/campaigns/dial-attempt.usecases.ts';
import { finishAttempt } from '../../../server/modules/campaigns/finish-attempt.usecases.ts';
import type { Platform } from '../../../server/platform/platform.ts';
import { type ApiClient, apiClient } from '../../start/api-client.ts';
import type { Operator } from '../consoles/make-operators.ts';

export interface TakingAgent {
  agentId: string;
  api: ApiClient;
}

export interface Taken {
  attemptId: string;
  entryId: string;
  ms: number;
}

/** Signs them in, a few at once. */
export async function signIn(url: string, operators: readonly Operator[]): Promise<TakingAgent[]> {
  const agents: TakingAgent[] = [];
  const waiting = [...operators];
  const worker = async () => {
    for (let operator = waiting.shift(); operator !== undefined; operator = waiting.shift()) {
      const { agentId, email, password } = operator;
      agents.push({ agentId, api: await apiClient.signedIn(url, { email, password }) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return agents;
}

const sinceMs = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1e6;

/** The next entry of an agent. @throws when there is none: the lists of the measure are never empty */
export async function takeOne({ api, agentId }: TakingAgent): Promise<Taken> {
  const from = process.hrtime.bigint();
  const { attempt } = await api.post<{ attempt: { id: string; entryId: string } | null }>('entries/next', {});
  if (!attempt) throw new Error(`agent ${agentId} was given nobody`);
  return { attemptId: attempt.id, entryId: attempt.entryId, ms: sinceMs(from) };
}

/** The customer is dialled and does not pick up: the agent is free again. */
export async function ringOut(platform: Platform, agentId: string, { attemptId }: Taken): Promise<void> {
  await platform.database.transaction(async (tx) => {
    await markDialled(platform, tx, attemptId, agentId);
    const attempt = await lockAttempt(tx, attemptId);
    if (attempt) await finishAttempt(platform, tx, attempt, { outcome: 'no-answer' });
  });
}

/** Requests at this pace, whether those before have been answered or not, the agents in turn. */
export async function takeAtPace(
  platform: Platform,
  agents: readonly TakingAgent[],
  { perSecond, count }: { perSecond: number; count: number },
): Promise<Taken[]> {
  const from = process.hrtime.bigint();
  const one = async (agent: TakingAgent) => {
    const taken = await takeOne(agent);
    await ringOut(platform, agent.agentId, taken);
    return taken;
  };
  const all: Promise<Taken>[] = [];
  for (let n = 0; n < count; n += 1) {
    await delay(Math.max(0, (n * 1000) / perSecond - sinceMs(from)));
    all.push(one(agents[n % agents.length]!));
  }
  return Promise.all(all);
}

/** All of them at the same moment. `ms`: until the last one has an entry. */
export async function takeAtOnce(
  platform: Platform,
  agents: readonly TakingAgent[],
): Promise<{ taken: Taken[]; ms: number }> {
  const from = process.hrtime.bigint();
  const taken = await Promise.all(agents.map(takeOne));
  const ms = sinceMs(from);
  for (const [index, one] of taken.entries()) await ringOut(platform, agents[index]!.agentId, one);
  return { taken, ms };
}

/**
 * Each takes the next as soon as the call before is over, until `count` entries were taken.
 * @param onTenth told ten times, evenly
 */
export async function takeInLoop(
  platform: Platform,
  agents: readonly TakingAgent[],
  count: number,
  onTenth: () => void,
): Promise<Taken[]> {
  const all: Taken[] = [];
  let begun = 0;
  const loop = async (agent: TakingAgent) => {
    while (begun < count) {
      begun += 1;
      if (begun % Math.ceil(count / 10) === 0) onTenth();
      const taken = await takeOne(agent);
      all.push(taken);
      await ringOut(platform, agent.agentId, taken);
    }
  };
  await Promise.all(agents.map(loop));
  return all;
}
