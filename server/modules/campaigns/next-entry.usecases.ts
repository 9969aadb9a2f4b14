/** An agent and the next entry: given, looked at for a while, dialled or given back. */
import type { Sql, Tx } from '../../platform/database/database.ts';
import { DomainError } from '../../platform/errors/domain-error.ts';
import type { Principal } from '../access/principal.ts';
import type { PbxCommands } from '../pbx/pbx-commands.ts';
import { campaignsOfAgent, worksIn } from './agent-campaigns.ts';
import { type AttemptRow, lockAttempt, selectAttemptOfAgent } from './attempts.repository.ts';
import { type CampaignContext, readContext } from './campaign-context.ts';
import {
  agentBusy,
  attemptNotFound,
  attemptOver,
  campaignNotRunning,
  entryNotCallable,
  notInCampaign,
} from './campaigns.errors.ts';
import { type ClaimEntry, claimEntry, takeEntry } from './claim-entry.usecases.ts';
import { type DialPlatform, deviceOf, markDialled, sendDial } from './dial-attempt.usecases.ts';
import { lockEntry, selectNextDue } from './entries.repository.ts';
import { finishAttempt } from './finish-attempt.usecases.ts';

export const returnUnusedJob = 'campaigns.return-unused';

const byHand = ['manual', 'preview'] as const;

function agentOf(principal: Principal): string {
  if (principal.agentId === null) throw notInCampaign();
  return principal.agentId;
}

const lookUntil = ({ campaign }: CampaignContext, now: Date) =>
  new Date(now.getTime() + campaign.previewSeconds * 1000);

async function limitLooking({ jobs }: DialPlatform, tx: Tx, attempt: AttemptRow): Promise<void> {
  if (!attempt.claimed_until) return;
  const key = `${returnUnusedJob} ${attempt.id}`;
  await jobs.add(tx, returnUnusedJob, { attemptId: attempt.id }, { runAt: attempt.claimed_until, key });
}

export interface Given {
  attempt: AttemptRow | null;
  /** When somebody is due next, if nobody is now. */
  nextDueAt: Date | null;
}

/** The attempt that the agent has; else the next entry of their campaigns by hand, locked for them for a while. */
export async function nextEntry(
  platform: DialPlatform,
  principal: Principal,
  { campaignId }: { campaignId?: string | undefined },
): Promise<Given> {
  const agentId = agentOf(principal);
  const { database, clock } = platform;
  const own = await selectAttemptOfAgent(database.sql, agentId);
  if (own) return { attempt: own, nextDueAt: null };
  const all = await campaignsOfAgent(database.sql, agentId, byHand);
  const wanted = all.filter(({ id }) => campaignId === undefined || id === campaignId);
  if (campaignId !== undefined && wanted.length === 0) throw campaignNotRunning();
  const contexts: CampaignContext[] = [];
  for (const { id } of wanted) {
    const context = await readContext(platform, database.sql, id);
    if (context?.campaign.state !== 'running') continue;
    contexts.push(context);
    const { mode } = context.campaign;
    const claimedUntil = lookUntil(context, clock.now());
    const attempt = await claimOnce(platform, { context, agentId, claimedUntil, mode, first: 'agent' });
    if (attempt) return { attempt, nextDueAt: null };
  }
  return { attempt: null, nextDueAt: await earliestDue(database.sql, contexts, agentId) };
}

/** Until the end of the transaction: several windows of one agent wait for each other, instead of each taking an entry. */
const oneWindowAtATime = (tx: Tx, agentId: string) => tx`
  select pg_advisory_xact_lock(hashtextextended(${`next-entry ${agentId}`}, 0))`;

/** The next entry for the agent; when another window, or the dialler, took one at the same moment, that one. */
async function claimOnce(platform: DialPlatform, claim: ClaimEntry & { agentId: string }): Promise<AttemptRow | null> {
  const { database } = platform;
  try {
    return await database.transaction(async (tx) => {
      await oneWindowAtATime(tx, claim.agentId);
      const own = await selectAttemptOfAgent(tx, claim.agentId);
      if (own) return own;
      const claimed = await claimEntry(platform, tx, claim);
      if (claimed) await limitLooking(platform, tx, claimed);
      return claimed;
    });
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'campaigns.agent_busy') throw error;
    return selectAttemptOfAgent(database.sql, claim.agentId);
  }
}

async function earliestDue(sql: Sql, contexts: readonly CampaignContext[], agentId: string): Promise<Date | null> {
  const lists = contexts.flatMap(({ lists }) => lists.map(({ id }) => id));
  return lists.length === 0 ? null : selectNextDue(sql, lists, agentId);
}

/** A chosen entry of a manual campaign, for whoever works in it. */
export async function claimChosen(platform: DialPlatform, principal: Principal, entryId: string): Promise<AttemptRow> {
  const agentId = agentOf(principal);
  const { database, clock } = platform;
  return database.transaction(async (tx) => {
    const entry = await lockEntry(tx, entryId);
    const [list] = entry
      ? await tx<{ campaign_id: string | null }[]>`select campaign_id from call_lists where id = ${entry.call_list_id}`
      : [];
    const context = list?.campaign_id ? await readContext(platform, tx, list.campaign_id) : null;
    if (!entry || !context) throw attemptNotFound();
    if (!(await worksIn(tx, agentId, context.campaign.id))) throw notInCampaign();
    if (context.campaign.state !== 'running') throw campaignNotRunning();
    if (entry.state !== 'open') throw entryNotCallable(entry.state);
    const { mode } = context.campaign;
    const claim = { context, agentId, claimedUntil: lookUntil(context, clock.now()), mode, first: 'agent' as const };
    const taken = await takeEntry(platform, tx, claim, entry);
    if (!('attempt' in taken)) throw entryNotCallable('not-due');
    await limitLooking(platform, tx, taken.attempt);
    return taken.attempt;
  });
}

/** Dials a claimed attempt: the agent's telephone rings first, then the customer's. */
export async function dialClaimed(
  platform: DialPlatform,
  commands: PbxCommands,
  principal: Principal,
  attemptId: string,
): Promise<AttemptRow> {
  const agentId = agentOf(principal);
  const { database } = platform;
  const { device, bridgeId } = await deviceOf(platform, agentId);
  const { attempt, context } = await database.transaction(async (tx) => {
    const dialled = await markDialled(platform, tx, attemptId, agentId);
    const read = await readContext(platform, tx, dialled.campaign_id);
    // A campaign that was paused while the agent looked dials nobody any more.
    if (read?.campaign.state !== 'running') throw campaignNotRunning();
    return { attempt: dialled, context: read };
  });
  await sendDial(platform, commands, { campaign: context.campaign, attempt, device, bridgeId });
  return attempt;
}

/** Gives an entry back undialled: it takes its old place. */
export async function returnClaimed(platform: DialPlatform, principal: Principal, attemptId: string): Promise<void> {
  const agentId = agentOf(principal);
  await platform.database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (!attempt || attempt.state === 'ended') throw attemptOver();
    if (attempt.agent_id !== agentId || attempt.state !== 'claimed') throw agentBusy();
    await finishAttempt(platform, tx, attempt, { outcome: 'returned' });
  });
}

/** The time to look is over. */
export async function returnUnused(platform: DialPlatform, attemptId: string): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const attempt = await lockAttempt(tx, attemptId);
    if (attempt?.state !== 'claimed') return;
    await finishAttempt(platform, tx, attempt, { outcome: 'returned' });
  });
}
